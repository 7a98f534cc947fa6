import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import { introspectionEndpoint } from "../oauth/introspect";
import { tokenEndpoint } from "../oauth/token";
import type { CoreAnswer, CoreRequest, Misconfiguration, OutpostCore } from "./core";

/** Headers whose value must not be readable in an event. The real outpost sends them all. */
const SECRET_HEADERS = /^(Cookie|Authorization|Proxy-Authorization)$/i;

/** The core as the embedded outpost reaches it: function calls in the same process, never a request on the network. */
export class EmbeddedCore implements OutpostCore {
  constructor(private readonly context: DoubleContext) {}

  request({ path, origin, body }: CoreRequest): Promise<CoreAnswer> {
    const form = new URLSearchParams(body);
    const endpoint = path === "/application/o/token/" ? tokenEndpoint : introspectionEndpoint;
    return endpoint(this.context, { form, origin, authorization: "" });
  }

  async reportMisconfiguration(event: Misconfiguration): Promise<void> {
    const headers = Object.entries(event.headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.test(name) ? "********************" : value,
    ]);
    await recordEvent(this.context, {
      action: "configuration_error",
      app: "authentik.providers.proxy",
      clientIp: event.clientIp,
      context: {
        message: event.message,
        outpost: event.outpost,
        provider: event.provider,
        url: event.url,
        headers: Object.fromEntries(headers),
      },
    });
  }
}
