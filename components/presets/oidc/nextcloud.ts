import type { OidcPreset } from "./preset";

export const nextcloud: OidcPreset = {
  title: "Nextcloud",
  images: ["nextcloud", "linuxserver/nextcloud", "nextcloud-releases/all-in-one"],
  redirectUris: ["{publicUrl}/apps/user_oidc/code"],
  logoutRedirectUris: ["{publicUrl}"],
  scopes: ["openid", "profile", "email"],
  pkce: false,
  subject: "user_uuid",
  delivery: {
    kind: "manual",
    steps: [
      "Install the app 'OpenID Connect user backend' (occ app:install user_oidc).",
      "occ user_oidc:provider authentik --clientid={clientId} --clientsecret=<output 'oidcClients'> --discoveryuri={wellKnown} --scope='openid email profile' --mapping-uid=sub --mapping-display-name=name --mapping-email=email",
      "Set overwriteprotocol to 'https' in config.php, so that the redirect URI is the one that authentik knows.",
    ],
    check: "The login page shows 'Login with authentik'; {publicUrl}/login?direct=1 still shows the local login.",
  },
  clients:
    "Desktop and mobile clients log in through the browser once and keep an app password; WebDAV and CalDAV use app passwords.",
  accounts: {
    what: "The user id is a hash of provider and 'sub', so an existing local user is not met: a second, empty account is made.",
    fix: "Switch 'Use unique user ID' off and map the user id to a claim that holds the old names, before anybody logs in.",
  },
  suited: {
    mode: "oidc",
    why: "its desktop and mobile clients have to reach it, and it logs in through authentik itself",
  },
  sources: [
    "https://integrations.goauthentik.io/chat-communication-collaboration/nextcloud/",
    "https://github.com/nextcloud/user_oidc",
  ],
};
