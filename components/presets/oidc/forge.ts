import type { OidcPreset } from "./preset";

/** Gitea and its fork Forgejo keep login sources in their database, under a name that the redirect URI repeats. */
function forge(title: string, command: string, images: readonly string[], sources: readonly string[]): OidcPreset {
  return {
    title,
    images,
    redirectUris: ["{publicUrl}/user/oauth2/authentik/callback"],
    scopes: ["openid", "profile", "email"],
    pkce: false,
    delivery: {
      kind: "manual",
      steps: [
        `${command} admin auth add-oauth --name authentik --provider openidConnect --key {clientId} --secret <output 'oidcClients'> --auto-discover-url {wellKnown} --scopes email --scopes profile`,
        "Keep the name 'authentik': the redirect URI holds it.",
        `${title} makes accounts at the first login with ENABLE_AUTO_REGISTRATION=true in [oauth2_client].`,
      ],
      check: "The login page shows 'Sign in with authentik', which leads to authentik and back.",
    },
    clients:
      "Git over HTTPS, webhooks and the API come with access tokens, which a forward-auth login would turn away.",
    accounts: {
      what: "A local account of the same name or address is not taken over: the user is asked to link it with its password ([oauth2_client] ACCOUNT_LINKING=login, the default).",
      fix: "Leave ACCOUNT_LINKING at 'login'; 'auto' would hand an account to whoever has its address in authentik.",
    },
    suited: {
      mode: "oidc",
      why: "git, webhooks and the API have to reach it, and it logs in through authentik itself",
    },
    sources,
  };
}

export const gitea = forge(
  "Gitea",
  "gitea",
  ["gitea/gitea"],
  [
    "https://integrations.goauthentik.io/development/gitea/",
    "https://docs.gitea.com/administration/config-cheat-sheet#oauth2-client-oauth2_client",
  ],
);

export const forgejo = forge(
  "Forgejo",
  "forgejo",
  ["forgejo/forgejo", "forgejo-contrib/forgejo"],
  [
    "https://integrations.goauthentik.io/development/forgejo/",
    "https://forgejo.org/docs/latest/admin/config-cheat-sheet/#oauth2-client-oauth2_client",
  ],
);
