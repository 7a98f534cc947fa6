import type { Scope } from "../rest/scope";
import { ensure } from "./ensure";

const OAUTH = "goauthentik.io/providers/oauth2";

/** Shipped scope mappings: managed name, scope, name. Their Python is not run by the double, so it only says so. */
const MAPPINGS: readonly [managed: string, scope: string, name: string, description: string][] = [
  [`${OAUTH}/scope-openid`, "openid", "authentik default OAuth Mapping: OpenID 'openid'", ""],
  [`${OAUTH}/scope-email`, "email", "authentik default OAuth Mapping: OpenID 'email'", "Email address"],
  [
    `${OAUTH}/scope-profile`,
    "profile",
    "authentik default OAuth Mapping: OpenID 'profile'",
    "General Profile Information",
  ],
  [
    `${OAUTH}/scope-entitlements`,
    "entitlements",
    "authentik default OAuth Mapping: Application Entitlements",
    "Application entitlements",
  ],
  [
    `${OAUTH}/scope-offline_access`,
    "offline_access",
    "authentik default OAuth Mapping: OpenID 'offline_access'",
    "Access to request new tokens without interaction",
  ],
  [
    `${OAUTH}/scope-authentik_api`,
    "goauthentik.io/api",
    "authentik default OAuth Mapping: authentik API access",
    "authentik API Access on behalf of your user",
  ],
  ["goauthentik.io/providers/proxy/scope-proxy", "ak_proxy", "authentik default OAuth Mapping: Proxy outpost", ""],
];

export async function bootstrapMappings(scope: Scope): Promise<void> {
  for (const [managed, scopeName, name, description] of MAPPINGS) {
    const expression = "# authentik double: the claims of this scope are built in\nreturn {}";
    const attributes = { name, scope_name: scopeName, description, expression };
    await ensure(scope, "property_mapping_provider_scope", { managed }, attributes);
  }
}
