import type { OidcDelivery, OidcPreset, Placeholder } from "./preset";
import { PLACEHOLDERS } from "./preset";

/** What stands in a template's braces. */
export type OidcValues = Readonly<Record<Placeholder, string>>;

/** All but the two values that are made while Pulumi runs. */
export type OidcUrls = Omit<OidcValues, "clientId" | "clientSecret">;

const PLACEHOLDER = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");

/**
 * URLs of a client of authentik: issuer and end of session are its own, the rest is common to all clients.
 *
 * Source: authentik's OAuth2 provider documentation (docs.goauthentik.io/add-secure-apps/providers/oauth2).
 *
 * @example oidcUrls("https://auth.example.com", "grafana-oidc", "https://grafana.example.com").issuer
 */
export function oidcUrls(authUrl: string, slug: string, publicUrl: string): OidcUrls {
  const base = `${authUrl}/application/o`;
  return {
    issuer: `${base}/${slug}/`,
    authorize: `${base}/authorize/`,
    token: `${base}/token/`,
    userinfo: `${base}/userinfo/`,
    jwks: `${base}/${slug}/jwks/`,
    endSession: `${base}/${slug}/end-session/`,
    wellKnown: `${base}/${slug}/.well-known/openid-configuration`,
    publicUrl,
    host: new URL(publicUrl).host,
  };
}

/** A template with its values; placeholders without a value stay as they are. */
export function fill(template: string, values: Partial<OidcValues>): string {
  return template.replace(PLACEHOLDER, (placeholder, name: Placeholder) => values[name] ?? placeholder);
}

/** Whether a template holds the client's secret. */
export function isSecret(template: string): boolean {
  return template.includes("{clientSecret}");
}

/** Whether a template ties the app to its client, so that a program must not say otherwise. */
export function isBound(template: string): boolean {
  return template.search(PLACEHOLDER) >= 0;
}

/** The variables of a delivery as templates, sorted by name. */
export function variableTemplates(delivery: OidcDelivery): readonly (readonly [name: string, template: string])[] {
  if (delivery.kind === "manual") return [];
  return Object.entries(delivery.variables).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A redirect URI as authentik's API takes it. */
export interface RedirectUri {
  readonly matching_mode: "strict";
  readonly url: string;
  readonly redirect_uri_type: "authorization" | "logout";
}

/** The redirect URIs of a client, all of them strict. */
export function redirectUris(preset: OidcPreset, urls: OidcUrls): RedirectUri[] {
  const uris = (templates: readonly string[], redirect_uri_type: RedirectUri["redirect_uri_type"]) =>
    templates.map((template) => ({
      matching_mode: "strict" as const,
      url: fill(template, urls),
      redirect_uri_type,
    }));
  return [...uris(preset.redirectUris, "authorization"), ...uris(preset.logoutRedirectUris ?? [], "logout")];
}

/** The settings of an app as it reads them. */
export interface RenderedClient {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly string[];
}

/** A delivery with all values, as the container or whoever enters the settings gets it. */
export function renderClient({ delivery }: OidcPreset, values: OidcValues): RenderedClient {
  const variables = Object.fromEntries(
    variableTemplates(delivery).map(([name, template]) => [name, fill(template, values)]),
  );
  const files = delivery.kind === "file" ? { [delivery.path]: fill(delivery.content, values) } : {};
  const steps = delivery.kind === "manual" ? [...delivery.steps, delivery.check].map((step) => fill(step, values)) : [];
  return { variables, files, steps };
}
