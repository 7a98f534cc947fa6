import { randomInt } from "node:crypto";
import type { Document } from "../../rows";
import { providerObject } from "../embedded";
import { invalid } from "../errors";
import type { KindRules, View } from "../scope";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Mappings that every proxy provider gets, whatever the client sent. */
const PROXY_SCOPES = [
  "goauthentik.io/providers/oauth2/scope-openid",
  "goauthentik.io/providers/oauth2/scope-profile",
  "goauthentik.io/providers/oauth2/scope-email",
  "goauthentik.io/providers/proxy/scope-proxy",
];

/** Random text in the alphabet of authentik's generated ids and secrets. */
export function generateText(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

function checkUrl(input: Document, field: string): void {
  const value = input[field];
  if (typeof value !== "string" || value === "") return;
  if (!/^https?:\/\//i.test(value)) throw invalid({ [field]: "Enter a valid URL." });
}

async function present(kind: string, row: Document, view: View): Promise<Document> {
  return providerObject(kind, row, await view.context.store.list("application"));
}

/** The server's checks look at what was sent, not at what is stored, so a PATCH must repeat the mode. */
export const proxyProvider: KindRules = {
  validate(input) {
    checkUrl(input, "external_host");
    checkUrl(input, "internal_host");
    const attributes = ["basic_auth_password_attribute", "basic_auth_user_attribute"];
    if (input.basic_auth_enabled === true && attributes.some((field) => (input[field] ?? "") === "")) {
      const text = "User and password attributes must be set when basic auth is enabled.";
      throw invalid({ basic_auth_enabled: text });
    }
    if ((input.mode ?? "proxy") === "proxy" && (input.internal_host ?? "") === "") {
      throw invalid({ internal_host: "Internal host cannot be empty when forward auth is disabled." });
    }
  },
  async complete(row, current, scope) {
    if (!current) {
      row.client_id = generateText(40);
      row.client_secret = generateText(128);
      row.cookie_secret = generateText(32);
    }
    const mappings = await scope.context.store.list("property_mapping_provider_scope");
    const defaults = mappings.filter((mapping) => mapping.managed !== null && PROXY_SCOPES.includes(mapping.managed));
    row.property_mappings = [...new Set([...(row.property_mappings as string[]), ...defaults.map(({ pk }) => pk)])];
    row.redirect_uris = proxyRedirectUris(String(row.external_host));
  },
  async present(row, view) {
    const outposts = await view.context.store.list("outpost");
    return {
      ...(await present("provider_proxy", row, view)),
      outpost_set: outposts.filter(({ providers }) => providers.includes(row.pk as number)).map(({ pk }) => pk),
    };
  },
};

/** Where the outpost may be called back: the path below the external host, and the external host itself. */
function proxyRedirectUris(externalHost: string): Document[] {
  const query = "?X-authentik-auth-callback=true";
  const callback = new URL("outpost.goauthentik.io/callback", externalHost).href;
  return [`${callback}${query}`, `${externalHost}${query}`].map((url) => ({
    matching_mode: "strict",
    url,
    redirect_uri_type: "authorization",
  }));
}

export const oauth2Provider: KindRules = {
  validate(input) {
    if (Array.isArray(input.grant_types) && input.grant_types.length === 0) {
      throw invalid({ grant_types: "This list may not be empty." });
    }
  },
  complete(row, current) {
    if (row.client_id === "") row.client_id = generateText(40);
    if (!current && row.client_secret === "") row.client_secret = generateText(128);
  },
  present: (row, view) => present("provider_oauth2", row, view),
};

/** Answer of `/providers/oauth2/{id}/setup_urls/`; the last three are null without an application. */
export async function setupUrls(row: Document, view: View): Promise<Document> {
  const applications = await view.context.store.list("application");
  const slug = applications.find((application) => application.provider === row.pk)?.slug;
  const base = `${view.origin}/application/o`;
  return {
    issuer: row.issuer_mode === "global" || slug === undefined ? `${view.origin}/` : `${base}/${slug}/`,
    authorize: `${base}/authorize/`,
    token: `${base}/token/`,
    user_info: `${base}/userinfo/`,
    provider_info: slug === undefined ? null : `${base}/${slug}/.well-known/openid-configuration`,
    logout: slug === undefined ? null : `${base}/${slug}/end-session/`,
    jwks: slug === undefined ? null : `${base}/${slug}/jwks/`,
  };
}
