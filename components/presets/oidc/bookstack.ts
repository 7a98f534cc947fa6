import type { OidcPreset } from "./preset";

export const bookstack: OidcPreset = {
  title: "BookStack",
  images: ["linuxserver/bookstack", "solidnerd/bookstack"],
  redirectUris: ["{publicUrl}/oidc/callback"],
  logoutRedirectUris: ["{publicUrl}/"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      APP_URL: "{publicUrl}",
      AUTH_AUTO_INITIATE: "false",
      AUTH_METHOD: "oidc",
      OIDC_CLIENT_ID: "{clientId}",
      OIDC_CLIENT_SECRET: "{clientSecret}",
      OIDC_DISPLAY_NAME_CLAIMS: "name",
      OIDC_END_SESSION_ENDPOINT: "true",
      OIDC_ISSUER: "{issuer}",
      OIDC_ISSUER_DISCOVER: "true",
      OIDC_NAME: "authentik",
    },
  },
  clients: "The API comes with tokens of BookStack's own.",
  accounts: {
    what: "AUTH_METHOD=oidc switches the local login off; an account with the same address is refused, because its external id is another one.",
    fix: "Before the switch write each user's authentik id ('sub') into 'External authentication ID' (Settings > Users), the administrator's first.",
  },
  suited: {
    mode: "domain",
    why: "it is used in browsers, and its own accounts stay as they are; take oidc where roles come from authentik",
  },
  sources: [
    "https://integrations.goauthentik.io/documentation/bookstack/",
    "https://www.bookstackapp.com/docs/admin/oidc-auth/",
  ],
};
