import { request as httpRequest } from "node:http";
import { VERSION } from "../config";
import type { ProxyProviderRow } from "../rows";
import { type OutpostApp, type OutpostSettings, outpostApp } from "./app";
import type { CoreAnswer, CoreRequest, Misconfiguration, OutpostCore } from "./core";

/** What a standalone outpost is told by its environment. */
export interface StandaloneEnvironment {
  /** `AUTHENTIK_HOST`: where it reaches the core, also inside the Docker network. */
  host: string;
  /** `AUTHENTIK_HOST_BROWSER`; empty where it is not set. */
  hostBrowser: string;
  /** `AUTHENTIK_TOKEN`: of the outpost's service account. */
  token: string;
}

/** A provider as `/outposts/proxy/` gives it out. */
type ProxyConfig = Omit<ProxyProviderRow, "access_token_validity" | "property_mappings"> & {
  access_token_validity: number;
  scopes_to_request: string[];
  assigned_application_slug: string;
};

/** The core as a standalone outpost reaches it: HTTP to `AUTHENTIK_HOST`, with the public address as Host. */
export class StandaloneCore implements OutpostCore {
  constructor(private readonly environment: StandaloneEnvironment) {}

  /** Settings and apps, as the core has them now. @throws Error where it does not answer, or refuses the token */
  async load(): Promise<{ settings: OutpostSettings; apps: OutpostApp[] }> {
    const [outpost] = await this.list<{ name: string }>("/outposts/instances/");
    if (!outpost) throw new Error("the token belongs to no outpost");
    const providers = await this.list<ProxyConfig>("/outposts/proxy/");
    const { host, hostBrowser } = this.environment;
    const settings = {
      kind: "standalone",
      name: outpost.name,
      version: VERSION,
      authentikHost: host,
      hostBrowser,
    } as const;
    return { settings, apps: providers.flatMap((provider) => running(provider) ?? []) };
  }

  request({ path, origin, userAgent, body }: CoreRequest): Promise<CoreAnswer> {
    const { host, protocol } = new URL(origin);
    const type = "application/x-www-form-urlencoded";
    return this.send("POST", path, body, {
      Host: host,
      "User-Agent": userAgent,
      "Content-Type": type,
      "X-Forwarded-Proto": protocol.replace(":", ""),
    });
  }

  async reportMisconfiguration({ clientIp, ...context }: Misconfiguration): Promise<void> {
    const event = {
      action: "configuration_error",
      app: "authentik.providers.proxy",
      client_ip: clientIp,
      context: { ...context, headers: withoutSecrets(context.headers) },
    };
    await this.send("POST", "/api/v3/events/events/", JSON.stringify(event), {
      ...this.authorization(),
      "Content-Type": "application/json",
    });
  }

  private async list<T>(path: string): Promise<T[]> {
    const answer = await this.send("GET", `/api/v3${path}?page_size=100`, "", this.authorization());
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
    return answer.json.results as T[];
  }

  private authorization(): { [name: string]: string } {
    return { Authorization: `Bearer ${this.environment.token}`, "User-Agent": `goauthentik.io/outpost/${VERSION}` };
  }

  /** Node's own request: fetch does not let a program choose the Host. */
  private send(method: string, path: string, body: string, headers: { [name: string]: string }): Promise<CoreAnswer> {
    return new Promise((resolve, reject) => {
      const length = { "Content-Length": String(Buffer.byteLength(body)) };
      const sent = httpRequest(new URL(path, this.environment.host), { method, headers: { ...headers, ...length } });
      sent.setTimeout(10_000, () => sent.destroy(new Error("the core does not answer")));
      sent.on("error", reject);
      sent.on("response", (message) => {
        const chunks: Buffer[] = [];
        message.on("data", (chunk: Buffer) => chunks.push(chunk));
        message.on("error", reject);
        message.on("end", () => resolve({ status: message.statusCode ?? 0, json: jsonOf(Buffer.concat(chunks)) }));
      });
      sent.end(body);
    });
  }
}

function running({ access_token_validity, scopes_to_request, assigned_application_slug, ...row }: ProxyConfig) {
  const provider = { ...row, access_token_validity: `seconds=${access_token_validity}`, property_mappings: [] };
  return outpostApp(provider, assigned_application_slug, scopes_to_request);
}

function withoutSecrets(headers: { [name: string]: string }): { [name: string]: string } {
  const hidden = /^(Cookie|Authorization|Proxy-Authorization)$/i;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, hidden.test(name) ? "********************" : value]),
  );
}

function jsonOf(body: Buffer): { [field: string]: unknown } {
  try {
    return JSON.parse(body.toString("utf8")) as { [field: string]: unknown };
  } catch {
    return {};
  }
}
