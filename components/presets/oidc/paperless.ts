import type { OidcPreset } from "./preset";

/** allauth's name of the provider; it is part of the redirect URI. */
const PROVIDER = "authentik";

export const paperless: OidcPreset = {
  title: "Paperless-ngx",
  images: ["paperless-ngx/paperless-ngx", "paperlessngx/paperless-ngx"],
  redirectUris: [`{publicUrl}/accounts/oidc/${PROVIDER}/login/callback/`],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "environment",
    variables: {
      PAPERLESS_APPS: "allauth.socialaccount.providers.openid_connect",
      PAPERLESS_LOGOUT_REDIRECT_URL: "{endSession}",
      PAPERLESS_SOCIALACCOUNT_PROVIDERS: JSON.stringify({
        openid_connect: {
          OAUTH_PKCE_ENABLED: true,
          APPS: [
            {
              provider_id: PROVIDER,
              name: "authentik",
              client_id: "{clientId}",
              secret: "{clientSecret}",
              settings: { server_url: "{wellKnown}" },
            },
          ],
        },
      }),
      PAPERLESS_SOCIAL_AUTO_SIGNUP: "true",
      PAPERLESS_URL: "{publicUrl}",
    },
  },
  clients: "The mobile apps come with a token of Paperless' own; /api/ has to be reached without a forward-auth login.",
  accounts: {
    what: "A login through authentik is not linked by name or address: with PAPERLESS_SOCIAL_AUTO_SIGNUP a second user without the documents' permissions is made.",
    fix: "Before the first login through authentik each user logs in locally and chooses My Profile > Connect new social account.",
  },
  suited: { mode: "oidc", why: "its mobile apps need the API, and it logs in through authentik itself" },
  sources: [
    "https://integrations.goauthentik.io/documentation/paperless-ngx/",
    "https://docs.paperless-ngx.com/configuration/",
  ],
};
