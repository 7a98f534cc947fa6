import type { OidcPreset } from "./preset";

export const miniflux: OidcPreset = {
  title: "Miniflux",
  images: ["miniflux/miniflux"],
  redirectUris: ["{publicUrl}/oauth2/oidc/callback"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      BASE_URL: "{publicUrl}",
      OAUTH2_CLIENT_ID: "{clientId}",
      OAUTH2_CLIENT_SECRET: "{clientSecret}",
      OAUTH2_OIDC_DISCOVERY_ENDPOINT: "{issuer}",
      OAUTH2_PROVIDER: "oidc",
      OAUTH2_REDIRECT_URL: "{publicUrl}/oauth2/oidc/callback",
      OAUTH2_USER_CREATION: "1",
    },
  },
  clients: "Reader apps use the Fever, Google Reader or REST API with credentials of Miniflux' own.",
  accounts: {
    what: "An existing account is not linked; a login with a taken name fails with 'This user already exists'.",
    fix: "Let each user log in locally first: Settings > Link my OpenID Connect account.",
  },
  suited: { mode: "oidc", why: "reader apps need its API, and it logs in through authentik itself" },
  sources: ["https://integrations.goauthentik.io/media/miniflux/", "https://miniflux.app/docs/configuration.html"],
};
