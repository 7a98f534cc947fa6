import type { OidcPreset } from "./preset";

export const outline: OidcPreset = {
  title: "Outline",
  images: ["outlinewiki/outline"],
  redirectUris: ["{publicUrl}/auth/oidc.callback"],
  scopes: ["openid", "profile", "email"],
  verifiedEmail: true,
  pkce: false,
  subject: "user_username",
  delivery: {
    kind: "environment",
    variables: {
      OIDC_AUTH_URI: "{authorize}",
      OIDC_CLIENT_ID: "{clientId}",
      OIDC_CLIENT_SECRET: "{clientSecret}",
      OIDC_DISPLAY_NAME: "authentik",
      OIDC_LOGOUT_URI: "{endSession}",
      OIDC_SCOPES: "openid profile email",
      OIDC_TOKEN_URI: "{token}",
      OIDC_USERINFO_URI: "{userinfo}",
      OIDC_USERNAME_CLAIM: "preferred_username",
      URL: "{publicUrl}",
    },
  },
  clients:
    "Desktop app and API come with Outline's own session or API key. Outline has no local login: without oidc it needs another provider.",
  accounts: {
    what: "Users are matched by address inside the team; the first login makes the team and its administrator.",
    fix: "Check that addresses are the same as with the provider before, and that users cannot change theirs in authentik.",
  },
  suited: { mode: "oidc", why: "it has no login of its own, and logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/documentation/outline/",
    "https://docs.getoutline.com/s/hosting/doc/oidc-8CPBm6uC0I",
  ],
};
