import type { OidcPreset } from "./preset";

export const grafana: OidcPreset = {
  title: "Grafana",
  images: ["grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise"],
  redirectUris: ["{publicUrl}/login/generic_oauth"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      GF_AUTH_GENERIC_OAUTH_API_URL: "{userinfo}",
      GF_AUTH_GENERIC_OAUTH_AUTH_URL: "{authorize}",
      GF_AUTH_GENERIC_OAUTH_CLIENT_ID: "{clientId}",
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: "{clientSecret}",
      GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
      GF_AUTH_GENERIC_OAUTH_NAME: "authentik",
      GF_AUTH_GENERIC_OAUTH_SCOPES: "openid profile email",
      GF_AUTH_GENERIC_OAUTH_TOKEN_URL: "{token}",
      GF_AUTH_GENERIC_OAUTH_USE_PKCE: "true",
      GF_AUTH_SIGNOUT_REDIRECT_URL: "{endSession}",
      GF_SERVER_ROOT_URL: "{publicUrl}/",
    },
  },
  clients: "The API takes service account tokens, which no login stands in front of in mode oidc.",
  accounts: {
    what: "Local accounts are not linked: Grafana makes a second user beside the old one, or refuses with 'User sync failed' where name or address is taken.",
    fix: "For the move set GF_AUTH_OAUTH_ALLOW_INSECURE_EMAIL_LOOKUP=true on the container, let everybody log in once, and take it away again. Keep the local 'admin' for emergencies.",
  },
  suited: {
    mode: "domain",
    why: "it is used in browsers, and the domain's login makes no second Grafana user; take oidc where scripts need the API or roles come from groups",
  },
  sources: [
    "https://integrations.goauthentik.io/monitoring/grafana/",
    "https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/",
  ],
};
