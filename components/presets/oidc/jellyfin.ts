import type { OidcPreset } from "./preset";

export const jellyfin: OidcPreset = {
  title: "Jellyfin",
  images: ["jellyfin/jellyfin", "linuxserver/jellyfin"],
  redirectUris: ["{publicUrl}/sso/OID/redirect/authentik"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "manual",
    steps: [
      "Dashboard > Plugins > Catalog > repositories: add https://raw.githubusercontent.com/9p4/jellyfin-plugin-sso/manifest-release/manifest.json, install 'SSO Authentication', restart.",
      "Plugin SSO-Auth: provider name 'authentik', OID endpoint {wellKnown}, client id {clientId}, secret as in the stack's output 'oidcClients'.",
      "Switch on 'Enabled' and 'Enable Authorization by Plugin'; scheme override 'https'.",
      "Branding > Login disclaimer: a link to {publicUrl}/sso/OID/start/authentik.",
    ],
    check: "{publicUrl}/sso/OID/start/authentik leads to authentik and back into Jellyfin.",
  },
  clients:
    "TV and mobile apps know Jellyfin's own login and Quick Connect only; nothing may stand in front of them. The plugin is not Jellyfin's own.",
  accounts: {
    what: "A login through the plugin makes a new user, unless one of that name exists and is linked: watched states stay with the old one.",
    fix: "Let each user log in locally and link the account at {publicUrl}/SSOViews/linking before using the button.",
  },
  suited: {
    mode: "oidc",
    why: "TV and mobile apps cannot pass a forward-auth login; without the plugin write excluded({ reason }) instead",
  },
  sources: ["https://integrations.goauthentik.io/media/jellyfin/", "https://github.com/9p4/jellyfin-plugin-sso"],
};
