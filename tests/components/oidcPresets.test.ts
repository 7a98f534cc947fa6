/** What presets say, and what becomes of them, by their own functions. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { OIDC_PRESETS, oidcPresetOfImage } from "../../components/presets/oidc";
import { withPresets } from "../../components/presets/oidc/documentation";
import { imageRepository, isImageOf } from "../../components/presets/oidc/image";
import { PLACEHOLDERS } from "../../components/presets/oidc/preset";
import {
  isSecret,
  oidcUrls,
  redirectUris,
  renderClient,
  variableTemplates,
} from "../../components/presets/oidc/render";

const AUTH = "https://auth.example.com/application/o";

const valuesOf = (name: string) => ({
  ...oidcUrls("https://auth.example.com", `${name}-oidc`, `https://${name}.example.com`),
  clientId: "the-client-id",
  clientSecret: "the-client-secret",
});

/** Exactly what each app gets. */
const RENDERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  actual: {
    ACTUAL_OPENID_CLIENT_ID: "the-client-id",
    ACTUAL_OPENID_CLIENT_SECRET: "the-client-secret",
    ACTUAL_OPENID_DISCOVERY_URL: `${AUTH}/actual-oidc/`,
    ACTUAL_OPENID_SERVER_HOSTNAME: "https://actual.example.com",
  },
  bookstack: {
    APP_URL: "https://bookstack.example.com",
    AUTH_AUTO_INITIATE: "false",
    AUTH_METHOD: "oidc",
    OIDC_CLIENT_ID: "the-client-id",
    OIDC_CLIENT_SECRET: "the-client-secret",
    OIDC_DISPLAY_NAME_CLAIMS: "name",
    OIDC_END_SESSION_ENDPOINT: "true",
    OIDC_ISSUER: `${AUTH}/bookstack-oidc/`,
    OIDC_ISSUER_DISCOVER: "true",
    OIDC_NAME: "authentik",
  },
  grafana: {
    GF_AUTH_GENERIC_OAUTH_API_URL: `${AUTH}/userinfo/`,
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: `${AUTH}/authorize/`,
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: "the-client-id",
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: "the-client-secret",
    GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
    GF_AUTH_GENERIC_OAUTH_NAME: "authentik",
    GF_AUTH_GENERIC_OAUTH_SCOPES: "openid profile email",
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL: `${AUTH}/token/`,
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: "true",
    GF_AUTH_SIGNOUT_REDIRECT_URL: `${AUTH}/grafana-oidc/end-session/`,
    GF_SERVER_ROOT_URL: "https://grafana.example.com/",
  },
  immich: { IMMICH_CONFIG_FILE: "/config/authentik-sso.json" },
  komodo: {
    KOMODO_HOST: "https://komodo.example.com",
    KOMODO_OIDC_CLIENT_ID: "the-client-id",
    KOMODO_OIDC_CLIENT_SECRET: "the-client-secret",
    KOMODO_OIDC_ENABLED: "true",
    KOMODO_OIDC_PROVIDER: `${AUTH}/komodo-oidc/`,
  },
  mealie: {
    BASE_URL: "https://mealie.example.com",
    OIDC_AUTH_ENABLED: "true",
    OIDC_CLIENT_ID: "the-client-id",
    OIDC_CLIENT_SECRET: "the-client-secret",
    OIDC_CONFIGURATION_URL: `${AUTH}/mealie-oidc/.well-known/openid-configuration`,
    OIDC_GROUPS_CLAIM: "entitlements",
    OIDC_PROVIDER_NAME: "authentik",
  },
  miniflux: {
    BASE_URL: "https://miniflux.example.com",
    OAUTH2_CLIENT_ID: "the-client-id",
    OAUTH2_CLIENT_SECRET: "the-client-secret",
    OAUTH2_OIDC_DISCOVERY_ENDPOINT: `${AUTH}/miniflux-oidc/`,
    OAUTH2_PROVIDER: "oidc",
    OAUTH2_REDIRECT_URL: "https://miniflux.example.com/oauth2/oidc/callback",
    OAUTH2_USER_CREATION: "1",
  },
  "open-webui": {
    ENABLE_OAUTH_PERSISTENT_CONFIG: "false",
    ENABLE_OAUTH_SIGNUP: "true",
    OAUTH_CLIENT_ID: "the-client-id",
    OAUTH_CLIENT_SECRET: "the-client-secret",
    OAUTH_CODE_CHALLENGE_METHOD: "S256",
    OAUTH_PROVIDER_NAME: "authentik",
    OAUTH_SCOPES: "openid email profile",
    OPENID_PROVIDER_URL: `${AUTH}/open-webui-oidc/.well-known/openid-configuration`,
    OPENID_REDIRECT_URI: "https://open-webui.example.com/oauth/oidc/callback",
    WEBUI_URL: "https://open-webui.example.com",
  },
  outline: {
    OIDC_AUTH_URI: `${AUTH}/authorize/`,
    OIDC_CLIENT_ID: "the-client-id",
    OIDC_CLIENT_SECRET: "the-client-secret",
    OIDC_DISPLAY_NAME: "authentik",
    OIDC_LOGOUT_URI: `${AUTH}/outline-oidc/end-session/`,
    OIDC_SCOPES: "openid profile email",
    OIDC_TOKEN_URI: `${AUTH}/token/`,
    OIDC_USERINFO_URI: `${AUTH}/userinfo/`,
    OIDC_USERNAME_CLAIM: "preferred_username",
    URL: "https://outline.example.com",
  },
  paperless: {
    PAPERLESS_APPS: "allauth.socialaccount.providers.openid_connect",
    PAPERLESS_LOGOUT_REDIRECT_URL: `${AUTH}/paperless-oidc/end-session/`,
    PAPERLESS_SOCIALACCOUNT_PROVIDERS: `{"openid_connect":{"OAUTH_PKCE_ENABLED":true,"APPS":[{"provider_id":"authentik","name":"authentik","client_id":"the-client-id","secret":"the-client-secret","settings":{"server_url":"${AUTH}/paperless-oidc/.well-known/openid-configuration"}}]}}`,
    PAPERLESS_SOCIAL_AUTO_SIGNUP: "true",
    PAPERLESS_URL: "https://paperless.example.com",
  },
  vaultwarden: {
    DOMAIN: "https://vaultwarden.example.com",
    SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION: "false",
    SSO_AUTHORITY: `${AUTH}/vaultwarden-oidc/`,
    SSO_CLIENT_CACHE_EXPIRATION: "0",
    SSO_CLIENT_ID: "the-client-id",
    SSO_CLIENT_SECRET: "the-client-secret",
    SSO_ENABLED: "true",
    SSO_ONLY: "false",
    SSO_PKCE: "true",
    SSO_SCOPES: "email profile offline_access",
    SSO_SIGNUPS_MATCH_EMAIL: "true",
  },
};

describe("presets of apps that log in through authentik", () => {
  for (const [name, preset] of Object.entries(OIDC_PRESETS)) {
    test(`${name} says everything, with its sources`, () => {
      const texts = [preset.title, preset.clients, preset.accounts.what, preset.accounts.fix, preset.suited.why];
      for (const text of texts) assert.ok(text.trim().length > 3, text);
      assert.ok(preset.sources.length >= 2);
      for (const source of preset.sources) assert.equal(new URL(source).protocol, "https:");
      assert.ok(preset.scopes.includes("openid"), "without it there is no id token");
      assert.ok(preset.images.length > 0 || name === "proxmox", "an image to know it by");
    });

    test(`${name} is rendered exactly, and nothing is left to fill in`, () => {
      const { variables, files, steps } = renderClient(preset, valuesOf(name));
      assert.deepEqual(variables, RENDERED[name] ?? {});
      const { kind } = preset.delivery;
      assert.equal(kind === "manual", RENDERED[name] === undefined);
      assert.equal(Object.keys(files).length, kind === "file" ? 1 : 0);
      assert.equal(steps.length > 1, kind === "manual");
      const words = /\{[a-zA-Z]+\}/;
      const uris = redirectUris(preset, valuesOf(name)).map(({ url }) => url);
      for (const text of [...Object.values(variables), ...Object.values(files), ...steps, ...uris]) {
        assert.doesNotMatch(text, words);
      }
    });

    test(`${name} names strict redirect URIs on its own host, or on a scheme of its app`, () => {
      for (const { matching_mode, url } of redirectUris(preset, valuesOf(name))) {
        assert.equal(matching_mode, "strict");
        assert.ok(url.startsWith(`https://${name}.example.com`) || /^[a-z]+\.[a-z]+:\/\//.test(url), url);
      }
      assert.ok(redirectUris(preset, valuesOf(name)).some(({ url }) => url.startsWith("https:")));
    });
  }

  test("which variables are secret is plain data", () => {
    const secrets = Object.values(OIDC_PRESETS).flatMap(({ delivery }) =>
      variableTemplates(delivery).flatMap(([name, template]) => (isSecret(template) ? [name] : [])),
    );
    assert.deepEqual(secrets, [
      "ACTUAL_OPENID_CLIENT_SECRET",
      "OIDC_CLIENT_SECRET",
      "GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET",
      "KOMODO_OIDC_CLIENT_SECRET",
      "OIDC_CLIENT_SECRET",
      "OAUTH2_CLIENT_SECRET",
      "OAUTH_CLIENT_SECRET",
      "OIDC_CLIENT_SECRET",
      "PAPERLESS_SOCIALACCOUNT_PROVIDERS",
      "SSO_CLIENT_SECRET",
    ]);
  });

  test("Immich reads a file with its client, and lets its mobile app come back", () => {
    const { immich } = OIDC_PRESETS;
    assert.ok(immich);
    const { files } = renderClient(immich, valuesOf("immich"));
    assert.deepEqual(JSON.parse(files["/config/authentik-sso.json"] ?? ""), {
      oauth: {
        enabled: true,
        autoRegister: true,
        buttonText: "Login with authentik",
        clientId: "the-client-id",
        clientSecret: "the-client-secret",
        issuerUrl: `${AUTH}/immich-oidc/.well-known/openid-configuration`,
        scope: "openid email profile",
        signingAlgorithm: "RS256",
      },
      server: { externalDomain: "https://immich.example.com" },
    });
    assert.ok(immich.redirectUris.includes("app.immich:///oauth-callback"));
  });

  test("steps to enter by hand never hold the secret", () => {
    for (const [name, preset] of Object.entries(OIDC_PRESETS)) {
      const { steps } = renderClient(preset, valuesOf(name));
      assert.ok(!steps.join(" ").includes("the-client-secret"), name);
    }
    assert.ok(PLACEHOLDERS.includes("clientSecret"));
  });
});

describe("images", () => {
  test("are known by their repository, whatever registry, tag and digest", () => {
    for (const [reference, repository] of [
      ["grafana/grafana:12.1.0", "grafana/grafana"],
      ["docker.io/library/nextcloud:31", "nextcloud"],
      ["lscr.io/linuxserver/bookstack", "linuxserver/bookstack"],
      ["ghcr.io/immich-app/immich-server:v2@sha256:abc", "immich-app/immich-server"],
      ["localhost:5000/Vaultwarden/Server:1", "vaultwarden/server"],
    ] as const) {
      assert.equal(imageRepository(reference), repository);
    }
    assert.equal(oidcPresetOfImage("registry.example.com/mirror/grafana/grafana:1"), "grafana");
    assert.equal(oidcPresetOfImage("someone/nextcloud"), undefined);
    assert.equal(oidcPresetOfImage("notgrafana/grafana"), undefined);
    assert.equal(isImageOf("grafana", []), false);
  });

  test("belong to one app each", () => {
    const all = Object.values(OIDC_PRESETS).flatMap(({ images }) => images);
    assert.equal(new Set(all).size, all.length);
    for (const [name, { images }] of Object.entries(OIDC_PRESETS)) {
      for (const image of images) assert.equal(oidcPresetOfImage(`ghcr.io/${image}:latest`), name);
    }
  });
});

test("docs/oidc.md says what presets say; if not, run 'npx tsx components/presets/oidc/generateDocs.ts'", () => {
  const written = readFileSync(join(__dirname, "..", "..", "docs", "oidc.md"), "utf8");
  assert.equal(written, withPresets(written));
  for (const name of Object.keys(OIDC_PRESETS)) assert.ok(written.includes(`\n### ${name}\n`), name);
});
