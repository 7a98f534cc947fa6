import type { ProxyProviderRow } from "../../testbed/authentik/rows";

/** A whole proxy provider row from what a test names of it. */
export function proxyProvider(pk: number, given: Partial<ProxyProviderRow>): ProxyProviderRow {
  const external_host = given.external_host ?? "https://app.example.com";
  return {
    pk,
    name: `provider ${pk}`,
    authentication_flow: null,
    authorization_flow: "flow-authorization",
    invalidation_flow: "flow-provider-invalidation",
    property_mappings: [],
    access_token_validity: "hours=24",
    refresh_token_validity: "days=30",
    jwt_federation_sources: [],
    jwt_federation_providers: [],
    client_id: `client-${pk}`,
    client_secret: `client-secret-${pk}-0123456789abcdef0123456789abcdef`,
    redirect_uris: [
      {
        matching_mode: "strict",
        url: `${external_host}/outpost.goauthentik.io/callback?X-authentik-auth-callback=true`,
        redirect_uri_type: "authorization",
      },
    ],
    mode: "forward_single",
    external_host,
    internal_host: "",
    internal_host_ssl_validation: true,
    cookie_domain: "",
    cookie_secret: `cookie-secret-${pk}-0123456789abcdef0123456789`,
    skip_path_regex: "",
    intercept_header_auth: true,
    basic_auth_enabled: false,
    basic_auth_user_attribute: "",
    basic_auth_password_attribute: "",
    certificate: null,
    ...given,
  };
}
