import type { OidcPreset } from "./preset";

export const openWebui: OidcPreset = {
  title: "Open WebUI",
  images: ["open-webui/open-webui"],
  redirectUris: ["{publicUrl}/oauth/oidc/callback"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      ENABLE_OAUTH_PERSISTENT_CONFIG: "false",
      ENABLE_OAUTH_SIGNUP: "true",
      OAUTH_CLIENT_ID: "{clientId}",
      OAUTH_CLIENT_SECRET: "{clientSecret}",
      OAUTH_CODE_CHALLENGE_METHOD: "S256",
      OAUTH_PROVIDER_NAME: "authentik",
      OAUTH_SCOPES: "openid email profile",
      OPENID_PROVIDER_URL: "{wellKnown}",
      OPENID_REDIRECT_URI: "{publicUrl}/oauth/oidc/callback",
      WEBUI_URL: "{publicUrl}",
    },
  },
  clients: "API clients come with keys of Open WebUI's own.",
  accounts: {
    what: "A login with the address of a local account is refused, and new users wait as 'pending' for an administrator.",
    fix: "For the move set OAUTH_MERGE_ACCOUNTS_BY_EMAIL=true on the container, provided that users cannot change their address in authentik.",
  },
  suited: { mode: "oidc", why: "API clients have to reach it, and it logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/miscellaneous/open-webui/",
    "https://docs.openwebui.com/reference/env-configuration/",
  ],
};
