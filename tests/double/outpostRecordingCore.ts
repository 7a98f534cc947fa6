import { SignJWT } from "jose";
import type { OutpostApp } from "../../testbed/authentik/outpost/app";
import type { CoreAnswer, CoreRequest, Misconfiguration, OutpostCore } from "../../testbed/authentik/outpost/core";

/** A call as the exchanges list it under `backchannel`. */
export interface BackchannelCall {
  method: string;
  path: string;
  headers: [string, string][];
  body: string;
}

const ALICE = {
  sub: "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90",
  email: "alice@example.com",
  name: "Alice Example",
  preferred_username: "alice",
  groups: ["authentik Admins", "family", "ops", "team"],
  entitlements: ["read", "write"],
  sid: "core-session-alice",
  ak_proxy: { user_attributes: {} },
};

const BOB = {
  sub: "81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd9ec58ce9",
  email: "bob@example.com",
  name: "Bøb Ünïcode",
  preferred_username: "bob",
  groups: [],
  entitlements: [],
  sid: "core-session-bob",
  ak_proxy: {
    user_attributes: {
      username: "bob-legacy",
      password: "s3cret",
      additionalHeaders: { "X-Extra": "yes", "X-Num": 5 },
    },
  },
};

/** Codes that the stand-in core of the recording took, and one of a token that lives two seconds. */
const CODES: { [code: string]: { claims: typeof ALICE | typeof BOB; seconds?: number } } = {
  "good.alice": { claims: ALICE },
  "good.bob": { claims: BOB },
  "short.alice": { claims: ALICE, seconds: 2 },
};

/** The core that stood behind the outpost when the exchanges were recorded; it writes down what it is asked. */
export class RecordingCore implements OutpostCore {
  calls: BackchannelCall[] = [];

  constructor(
    private readonly apps: () => OutpostApp[],
    private readonly clock: () => Date,
  ) {}

  async request({ path, origin, userAgent, body }: CoreRequest): Promise<CoreAnswer> {
    const form = new URLSearchParams(body);
    const app = this.apps().find((candidate) => candidate.provider.client_id === form.get("client_id"));
    const { host, protocol } = new URL(origin);
    this.calls.push({
      method: "POST",
      path,
      headers: [
        ["Host", host],
        ["User-Agent", userAgent],
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["X-Forwarded-Proto", protocol.replace(":", "")],
      ],
      body: body.replace(/client_secret=[^&]*/, "client_secret=<client_secret>"),
    });
    if (!app) return { status: 400, json: { error: "invalid_client" } };
    if (path === "/application/o/introspect/") {
      const active = form.get("token") === "good-token";
      return { status: 200, json: active ? { ...ALICE, active } : { active } };
    }
    if (form.get("grant_type") === "client_credentials") {
      const good = form.get("username") === "alice" && form.get("password") === "app-password";
      return good ? this.tokens(app, origin, ALICE) : refused();
    }
    const found = CODES[form.get("code") ?? ""];
    return found ? this.tokens(app, origin, found.claims, found.seconds) : refused();
  }

  async reportMisconfiguration(event: Misconfiguration): Promise<void> {
    const { clientIp: _peer, headers, message, outpost, provider, url } = event;
    const { Connection: _connection, ...sent } = headers;
    const sorted = Object.fromEntries(Object.entries(sent).sort(([a], [b]) => (a < b ? -1 : 1)));
    const context = { headers: sorted, message, outpost, provider, url };
    const body = {
      action: "configuration_error",
      app: "authentik.providers.proxy",
      client_ip: "<outpost peer>",
      context,
    };
    this.calls.push({ method: "POST", path: "/api/v3/events/events/", headers: [], body: `${JSON.stringify(body)}\n` });
  }

  private async tokens(app: OutpostApp, origin: string, claims: object, seconds = 0): Promise<CoreAnswer> {
    const { client_id, client_secret, access_token_validity } = app.provider;
    const now = Math.floor(this.clock().getTime() / 1000);
    const validity = access_token_validity === "seconds=3600" ? 3600 : 86_400;
    const token = await new SignJWT({
      ...claims,
      iss: `${origin}/application/o/${app.slug}/`,
      aud: client_id,
      exp: now + (seconds || validity),
    })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .sign(new TextEncoder().encode(client_secret));
    return { status: 200, json: { access_token: token, id_token: token, token_type: "Bearer" } };
  }
}

function refused(): CoreAnswer {
  return { status: 400, json: { error: "invalid_grant" } };
}
