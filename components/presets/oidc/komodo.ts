import type { OidcPreset } from "./preset";

export const komodo: OidcPreset = {
  title: "Komodo",
  images: ["moghtech/komodo-core"],
  redirectUris: ["{publicUrl}/auth/oidc/callback"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      KOMODO_HOST: "{publicUrl}",
      KOMODO_OIDC_CLIENT_ID: "{clientId}",
      KOMODO_OIDC_CLIENT_SECRET: "{clientSecret}",
      KOMODO_OIDC_ENABLED: "true",
      KOMODO_OIDC_PROVIDER: "{issuer}",
    },
  },
  clients: "Webhooks of forges, the CLI and the API have to reach it, with secrets and keys of Komodo's own.",
  accounts: {
    what: "A login through authentik makes a new user that is not enabled; local users stay beside it.",
    fix: "Log in once, then enable the new user and give it permissions from the local administrator (Settings > Users).",
  },
  suited: { mode: "oidc", why: "webhooks and the API have to reach it, and it logs in through authentik itself" },
  sources: ["https://integrations.goauthentik.io/infrastructure/komodo/", "https://komo.do/docs/setup/advanced"],
};
