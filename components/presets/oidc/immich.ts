import type { OidcPreset } from "./preset";

const CONFIG_FILE = "/config/authentik-sso.json";

export const immich: OidcPreset = {
  title: "Immich",
  images: ["immich-app/immich-server", "imagegenius/immich"],
  redirectUris: ["app.immich:///oauth-callback", "{publicUrl}/auth/login", "{publicUrl}/user-settings"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "file",
    path: CONFIG_FILE,
    content: `${JSON.stringify(
      {
        oauth: {
          enabled: true,
          autoRegister: true,
          buttonText: "Login with authentik",
          clientId: "{clientId}",
          clientSecret: "{clientSecret}",
          issuerUrl: "{wellKnown}",
          scope: "openid email profile",
          signingAlgorithm: "RS256",
        },
        server: { externalDomain: "{publicUrl}" },
      },
      null,
      2,
    )}\n`,
    variables: { IMMICH_CONFIG_FILE: CONFIG_FILE },
  },
  clients:
    "The mobile app logs in through authentik in the phone's browser and comes back by app.immich:///oauth-callback. With a configuration file Immich's own settings page is read-only.",
  accounts: {
    what: "An account with the same address is linked at the first login through authentik; another address makes a new user with an empty library.",
    fix: "Check that addresses are the same on both sides, or let each user link the account first: Account settings > OAuth.",
  },
  suited: { mode: "oidc", why: "the mobile app has to reach it, and it logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/media/immich/",
    "https://docs.immich.app/administration/oauth",
    "https://docs.immich.app/install/config-file",
  ],
};
