/**
 * When is authentik ready for its provider?
 *
 * Not when `/-/health/ready/` says so: the default flows, scope mappings and the embedded outpost are made by the
 * worker's blueprints some time later, and the Terraform provider reads every 404 as "deleted" (its
 * `helpers/errors.go`). So ready means: the API is authentik's own, the token is accepted, and all that the gate
 * looks up is there.
 */

/** Shipped objects that the gate looks up; the worker's default blueprints make them. */
const FLOWS = ["default-provider-authorization-implicit-consent", "default-provider-invalidation-flow"];
const SCOPES = [
  "goauthentik.io/providers/oauth2/scope-openid",
  "goauthentik.io/providers/oauth2/scope-email",
  "goauthentik.io/providers/oauth2/scope-profile",
  "goauthentik.io/providers/proxy/scope-proxy",
];
const EMBEDDED_OUTPOST = "goauthentik.io/outposts/embedded";

/** How long a token may be refused after the API answers before it is called wrong, in seconds. */
const TOKEN_GRACE_SECONDS = 120;

export interface ReadinessArgs {
  /** Base URL of the API, straight to the server and never through Traefik, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
  /** API token. */
  readonly token: string;
  /** How long to wait in all, in seconds. */
  readonly timeoutSeconds: number;
  /** Called with what is being waited for, whenever that changes and every ten seconds. */
  readonly onProgress?: (waitingFor: string, elapsedSeconds: number) => void;
  /** Pause between two looks, in milliseconds. @default 1000 */
  readonly intervalMs?: number;
}

/** What one look found: ready, or what is missing and what to do if it stays so. */
type Look = { readonly ready: true } | { readonly ready: false; readonly waitingFor: string; readonly hint: string };

/**
 * Waits until authentik is ready for its provider.
 *
 * @throws Error that names what was missing at the end and how to mend it; it never contains the token.
 * @example await waitUntilReady({ url: "http://127.0.0.1:9000", token, timeoutSeconds: 600 });
 */
export async function waitUntilReady(args: ReadinessArgs): Promise<void> {
  const start = Date.now();
  const elapsed = () => (Date.now() - start) / 1000;
  let tokenRefusedSince: number | undefined;
  let told = "";
  let toldAt = 0;
  for (;;) {
    const look = await lookOnce(args);
    if (look.ready) return;
    if (look.waitingFor !== TOKEN) tokenRefusedSince = undefined;
    else tokenRefusedSince ??= elapsed();
    const tokenIsWrong = tokenRefusedSince !== undefined && elapsed() - tokenRefusedSince > TOKEN_GRACE_SECONDS;
    if (tokenIsWrong || elapsed() > args.timeoutSeconds) {
      throw new Error(
        `authentik at ${args.url} is not ready after ${Math.round(elapsed())} s: ${look.waitingFor}. ${look.hint}`,
      );
    }
    const what = look.waitingFor.replace(/ \(.*\)$/, "");
    if (what !== told || elapsed() - toldAt >= 10) {
      told = what;
      toldAt = elapsed();
      args.onProgress?.(look.waitingFor, Math.round(elapsed()));
    }
    await new Promise((resolve) => setTimeout(resolve, args.intervalMs ?? 1000));
  }
}

const TOKEN = "the API token is not accepted";

async function lookOnce({ url, token }: ReadinessArgs): Promise<Look> {
  const root = await request(url, "/api/v3/root/config/");
  if (root.kind === "silent") {
    return missing(
      `nothing answers (${root.why})`,
      "Look at the server's log (docker logs), and whether its port is published or forwarded.",
    );
  }
  if (root.status >= 500) {
    return missing(
      `authentik answers ${root.status}`,
      "It starts, or its database does not answer: look at the logs of the server and of Postgres.",
    );
  }
  if (!isRootConfig(root.body)) {
    return missing(
      "something else than authentik answers",
      "The API URL must lead straight to authentik's server, not through Traefik or another proxy.",
    );
  }
  const me = await request(url, "/api/v3/core/users/me/", token);
  if (me.kind === "silent" || me.status !== 200) {
    return missing(
      TOKEN,
      "On a first start the worker makes it: look at the worker's log. Otherwise the database belongs to another installation: restore its token, or remove its volume to start anew.",
    );
  }
  for (const slug of FLOWS) {
    if ((await results(url, `/api/v3/flows/instances/?slug=${slug}`, token)).length === 0)
      return missing(`flow '${slug}' is not there yet`, WORKER_HINT);
  }
  for (const managed of SCOPES) {
    if ((await results(url, `/api/v3/propertymappings/provider/scope/?managed=${managed}`, token)).length === 0)
      return missing(`scope mapping '${managed}' is not there yet`, WORKER_HINT);
  }
  const outposts = await results(url, `/api/v3/outposts/instances/?managed__iexact=${EMBEDDED_OUTPOST}`, token);
  if (outposts.length === 0) return missing("the embedded outpost is not there yet", WORKER_HINT);
  const blueprints = await results(url, "/api/v3/managed/blueprints/?page_size=100", token);
  const pending = blueprints.filter((b) => b.enabled !== false && b.status === "unknown");
  if (blueprints.length === 0 || pending.length > 0) {
    const names = pending.slice(0, 3).map((b) => String(b.name));
    return missing(`blueprints are being applied${names.length ? ` (${names.join(", ")})` : ""}`, WORKER_HINT);
  }
  return { ready: true };
}

const WORKER_HINT = "The worker makes it: look at the worker's log, and at System > Blueprints for one in error.";

function missing(waitingFor: string, hint: string): Look {
  return { ready: false, waitingFor, hint };
}

/** Only authentik's own configuration document has these two keys; a proxy's error page has neither. */
function isRootConfig(body: unknown): boolean {
  return isRecord(body) && "error_reporting" in body && "capabilities" in body;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly body: unknown }
  | { readonly kind: "silent"; readonly why: string };

async function request(url: string, path: string, token?: string, method = "GET"): Promise<Answer> {
  // AbortSignal.timeout would not keep the program alive: waiting for an answer alone, Node would just end.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("no answer within 5 s")), 5_000);
  try {
    const response = await fetch(new URL(path, url), {
      method,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: controller.signal,
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ?? false;
    return { kind: "answer", status: response.status, body: json ? JSON.parse(text) : undefined };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "silent", why: cause instanceof Error ? cause.message || cause.name : String(cause) };
  } finally {
    clearTimeout(timer);
  }
}

async function results(url: string, path: string, token: string): Promise<Record<string, unknown>[]> {
  const answer = await request(url, path, token);
  if (answer.kind === "silent" || answer.status !== 200 || !isRecord(answer.body)) return [];
  const list = answer.body.results;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/**
 * Waits until the embedded outpost has its public host, and starts the blueprint that sets it when nothing else does.
 *
 * The blueprint's own status is no answer: it stays `successful` after an update until the worker takes it up again.
 *
 * @throws Error when the blueprint ends in an error or the host is not set in time.
 */
export async function waitForOutpostHost(
  args: ReadinessArgs & { readonly blueprint: string; readonly host: string },
): Promise<void> {
  const start = Date.now();
  let nudged = false;
  for (;;) {
    const [outpost] = await results(
      args.url,
      `/api/v3/outposts/instances/?managed__iexact=${EMBEDDED_OUTPOST}`,
      args.token,
    );
    const config = outpost?.config;
    if (isRecord(config) && config.authentik_host === args.host) return;
    const answer = await request(args.url, `/api/v3/managed/blueprints/${args.blueprint}/`, args.token);
    const status = answer.kind === "answer" && isRecord(answer.body) ? String(answer.body.status) : "without an answer";
    const elapsed = (Date.now() - start) / 1000;
    if (status === "error" || status === "orphaned" || elapsed > args.timeoutSeconds) {
      throw new Error(
        `the embedded outpost has no public host after ${Math.round(elapsed)} s; its blueprint is '${status}'. Look at System > Blueprints and at the worker's log.`,
      );
    }
    if (!nudged && elapsed > 3) {
      nudged = true;
      await request(args.url, `/api/v3/managed/blueprints/${args.blueprint}/apply/`, args.token, "POST");
    }
    args.onProgress?.("the outpost's public host to be set", Math.round(elapsed));
    await new Promise((resolve) => setTimeout(resolve, args.intervalMs ?? 1000));
  }
}
