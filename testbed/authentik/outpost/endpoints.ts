import type { OutpostApp, OutpostSettings } from "./app";

/** Where an app sends the browser, and what it expects in tokens. All are absolute URLs. */
export interface Endpoints {
  authorize: string;
  endSession: string;
  jwks: string;
  /** Tokens of another issuer are refused. */
  issuer: string;
  /** Origin that the core sees in the outpost's own requests, so the issuer of the tokens that it signs. */
  tokenOrigin: string;
}

/** What the core calls itself towards the embedded outpost, and where a browser ends when nobody set authentik_host. */
const LOCAL_ORIGIN = "http://localhost:9000";

/**
 * The endpoints of an app (rule 40): the embedded outpost puts scheme and host of `authentik_host` into all of them
 * and knows `AUTHENTIK_HOST_BROWSER` only as the host of its token requests; a standalone one sends the browser to
 * `AUTHENTIK_HOST_BROWSER` and leaves the key address internal.
 */
export function endpointsOf(app: OutpostApp, settings: OutpostSettings): Endpoints {
  const own = originOf(settings.authentikHost) ?? LOCAL_ORIGIN;
  const browser = originOf(settings.hostBrowser);
  const forBrowser = settings.kind === "embedded" ? own : (browser ?? own);
  return {
    authorize: `${forBrowser}/application/o/authorize/`,
    endSession: `${forBrowser}/application/o/${app.slug}/end-session/`,
    jwks: `${own}/application/o/${app.slug}/jwks/`,
    issuer: `${forBrowser}/application/o/${app.slug}/`,
    tokenOrigin: browser ?? own,
  };
}

function originOf(url: string): string | undefined {
  return /^(https?:\/\/[^/?#]+)/i.exec(url)?.[1];
}
