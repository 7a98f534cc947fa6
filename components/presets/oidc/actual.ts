import type { OidcPreset } from "./preset";

export const actual: OidcPreset = {
  title: "Actual Budget",
  images: ["actualbudget/actual-server", "actualbudget/actual"],
  redirectUris: ["{publicUrl}/openid/callback"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      ACTUAL_OPENID_CLIENT_ID: "{clientId}",
      ACTUAL_OPENID_CLIENT_SECRET: "{clientSecret}",
      ACTUAL_OPENID_DISCOVERY_URL: "{issuer}",
      ACTUAL_OPENID_SERVER_HOSTNAME: "{publicUrl}",
    },
  },
  clients:
    "The installed app (PWA) and API scripts synchronise with tokens of Actual's own, past any page that a forward-auth login would show.",
  accounts: {
    what: "The first person who logs in through authentik becomes the server's owner, for good; others must exist already, by name.",
    fix: "Log in first yourself. Then make users in the User Directory, or set ACTUAL_USER_CREATION_MODE=login on the container.",
  },
  suited: { mode: "oidc", why: "the app synchronises in the background, and it logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/miscellaneous/actual-budget/",
    "https://actualbudget.org/docs/config/oauth-auth/",
  ],
};
