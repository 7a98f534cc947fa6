import type { OidcPreset } from "./preset";

export const vaultwarden: OidcPreset = {
  title: "Vaultwarden",
  images: ["vaultwarden/server", "dani-garcia/vaultwarden"],
  redirectUris: ["{publicUrl}/identity/connect/oidc-signin"],
  scopes: ["openid", "profile", "email", "offline_access"],
  verifiedEmail: true,
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      DOMAIN: "{publicUrl}",
      SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION: "false",
      SSO_AUTHORITY: "{issuer}",
      SSO_CLIENT_CACHE_EXPIRATION: "0",
      SSO_CLIENT_ID: "{clientId}",
      SSO_CLIENT_SECRET: "{clientSecret}",
      SSO_ENABLED: "true",
      SSO_ONLY: "false",
      SSO_PKCE: "true",
      SSO_SCOPES: "email profile offline_access",
      SSO_SIGNUPS_MATCH_EMAIL: "true",
    },
  },
  clients:
    "Bitwarden's apps and extensions cannot pass a forward-auth login; in mode oidc they log in with 'Use single sign-on'. The vault still opens with the master password.",
  accounts: {
    what: "The first login is matched with an existing account of the same address (SSO_SIGNUPS_MATCH_EMAIL); whoever has that address in authentik gets its account, not its vault.",
    fix: "Check that addresses are the same on both sides and that users cannot change theirs in authentik. Keep SSO_ONLY=false until everybody has logged in once.",
  },
  suited: {
    mode: "oidc",
    why: "its apps and browser extensions have to reach it, and it logs in through authentik itself",
  },
  sources: [
    "https://integrations.goauthentik.io/security/vaultwarden/",
    "https://github.com/dani-garcia/vaultwarden/wiki/Enabling-SSO-support-using-OpenId-Connect",
  ],
};
