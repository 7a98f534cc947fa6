import type { OidcPreset } from "./preset";

export const mealie: OidcPreset = {
  title: "Mealie",
  images: ["mealie-recipes/mealie", "hkotel/mealie"],
  redirectUris: ["{publicUrl}/login", "{publicUrl}/login?direct=1"],
  scopes: ["openid", "profile", "email", "entitlements"],
  verifiedEmail: true,
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      BASE_URL: "{publicUrl}",
      OIDC_AUTH_ENABLED: "true",
      OIDC_CLIENT_ID: "{clientId}",
      OIDC_CLIENT_SECRET: "{clientSecret}",
      OIDC_CONFIGURATION_URL: "{wellKnown}",
      OIDC_GROUPS_CLAIM: "entitlements",
      OIDC_PROVIDER_NAME: "authentik",
    },
  },
  clients:
    "Apps come with an API token or Mealie's own login, so /api/ has to be reached without a forward-auth login.",
  accounts: {
    what: "An account with the same address is linked by itself and keeps its password login; since Mealie 3.21 only when authentik says that the address is verified.",
    fix: "Check that addresses are the same on both sides and that users cannot change theirs in authentik. For administrators set OIDC_ADMIN_GROUP to the name of an application entitlement.",
  },
  suited: { mode: "oidc", why: "its apps need the API, and it logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/documentation/mealie/",
    "https://docs.mealie.io/documentation/getting-started/authentication/oidc-v2/",
  ],
};
