import type { OidcPreset } from "./preset";

export const portainer: OidcPreset = {
  title: "Portainer",
  images: ["portainer/portainer-ce", "portainer/portainer-ee"],
  redirectUris: ["{publicUrl}/"],
  scopes: ["openid", "profile", "email"],
  pkce: false,
  delivery: {
    kind: "manual",
    steps: [
      "Settings > Authentication: choose OAuth, switch 'Use SSO' on, provider 'Custom'.",
      "Client ID {clientId}; Client secret as in the stack's output 'oidcClients'.",
      "Authorization URL {authorize}, Access token URL {token}, Resource URL {userinfo}.",
      "Redirect URL {publicUrl}/, Logout URL {endSession}, User identifier preferred_username.",
      "Scopes 'openid profile email', separated by spaces, not commas.",
    ],
    check: "Log out: the login page shows 'Login with OAuth', which leads to authentik and back.",
  },
  clients: "Scripts come with an access token (X-API-Key) of Portainer's own.",
  accounts: {
    what: "Users are matched by name (preferred_username); a local account of that name becomes the OAuth user's, and automatic provisioning makes standard users only.",
    fix: "Log in once, then give the new user the administrator role from the local 'admin', and keep 'admin' for emergencies (/#!/internal-auth).",
  },
  suited: {
    mode: "application",
    why: "it is used in browsers and starts containers as root: a login of its own for administrators only",
  },
  sources: [
    "https://integrations.goauthentik.io/hypervisors-orchestrators/portainer/",
    "https://docs.portainer.io/admin/settings/authentication/oauth",
  ],
};
