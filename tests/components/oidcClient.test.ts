import assert from "node:assert/strict";
import { test } from "node:test";
import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "authentik-sso";
import { CONTRACT, GATE_FACTS as GATE } from "../support/gateFacts";
import { readyAuthentik } from "./readyAuthentik";
import { labelsOf, OAUTH_ANSWERS, only, recordResources, settled } from "./recordedResources";

const recorded = recordResources(OAUTH_ANSWERS);

const CONTAINER = "docker:index/container:Container";
const PROVIDER = "authentik:index/providerOauth2:ProviderOauth2";
const APPLICATION = "authentik:index/application:Application";
const BINDING = "authentik:index/policyBinding:PolicyBinding";

async function service(
  name: string,
  access: AccessArgs,
  container: Record<string, unknown> = { image: "app:1" },
  opts?: pulumi.ComponentResourceOptions,
) {
  const { ProtectedService } = await import("authentik-sso");
  const args = { gate: GATE, contract: CONTRACT, port: 80, access, container: container as { image: string } };
  const made = new ProtectedService(name, args, opts);
  await settled();
  return made;
}

/** A recorded value as the engine would keep it: what is secret comes wrapped. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    if ("value" in value && pulumi.runtime.specialSigKey in value) return plain(value.value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

test("an app that logs in itself gets a client with strict redirect URIs, a signing key and a binding", async () => {
  const { oidc } = await import("authentik-sso");
  await service("grafana", oidc({ preset: "grafana" }));
  const { inputs } = only(recorded, PROVIDER, "grafana-oidc-provider");
  assert.deepEqual(inputs.allowedRedirectUris, [
    {
      matching_mode: "strict",
      url: "https://grafana.example.com/login/generic_oauth",
      redirect_uri_type: "authorization",
    },
  ]);
  assert.equal(inputs.signingKey, "key-uuid");
  assert.deepEqual(inputs.propertyMappings, ["id-of-scope-email", "id-of-scope-openid", "id-of-scope-profile"]);
  assert.deepEqual(inputs.grantTypes, ["authorization_code"]);
  assert.equal(inputs.authorizationFlow, "flow-authorization");
  const application = only(recorded, APPLICATION, "grafana-oidc").inputs;
  assert.equal(application.slug, "grafana-oidc");
  assert.equal(application.metaLaunchUrl, "https://grafana.example.com");
  assert.equal(only(recorded, BINDING, "grafana-oidc-default").inputs.group, "users-uuid");
});

test("nothing stands in front of it, and identity headers are stripped", () => {
  const labels = labelsOf(only(recorded, CONTAINER, "grafana"));
  assert.equal(labels["traefik.http.routers.grafana.middlewares"], "strip-identity@docker");
  assert.equal(labels["sso.access"], "oidc");
  assert.equal(labels["sso.preset"], "grafana");
});

test("the app's container knows its client, and the secret is a secret", () => {
  const secret = (value: unknown) =>
    typeof value === "object" && value !== null && pulumi.runtime.specialSigKey in value;
  const envs = only(recorded, CONTAINER, "grafana").inputs.envs;
  const entries = plain(envs) as string[];
  assert.deepEqual(entries, [...entries].sort());
  assert.ok(entries.includes("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=secret-grafana-oidc-secret"));
  assert.ok(entries.includes("GF_AUTH_GENERIC_OAUTH_AUTH_URL=https://auth.example.com/application/o/authorize/"));
  const wrapped = secret(envs) || (envs as unknown[]).some(secret);
  assert.ok(wrapped, "the environment carries Pulumi's mark of a secret");
  assert.ok(!JSON.stringify(labelsOf(only(recorded, CONTAINER, "grafana"))).includes("secret-grafana"));
});

test("groups that are named may log in, and nobody else", async () => {
  const { oidc } = await import("authentik-sso");
  await service("komodo", oidc({ preset: "komodo", groups: ["ops", "family"] }));
  assert.equal(only(recorded, BINDING, "komodo-oidc-ops").inputs.group, "ops-uuid");
  assert.equal(only(recorded, BINDING, "komodo-oidc-family").inputs.group, "7", "looked up in authentik");
  assert.ok(!recorded.some(({ name }) => name === "komodo-oidc-default"));
  assert.equal(labelsOf(only(recorded, CONTAINER, "komodo"))["sso.groups"], "ops,family");
});

test("a file is put into the container, beside the variable that leads to it", async () => {
  const { oidc } = await import("authentik-sso");
  await service("immich", oidc({ preset: "immich" }), { image: "immich:1", uploads: [{ file: "/own", content: "x" }] });
  const { inputs } = only(recorded, CONTAINER, "immich");
  assert.deepEqual(plain(inputs.envs), ["IMMICH_CONFIG_FILE=/config/authentik-sso.json"]);
  const [own, file] = plain(inputs.uploads) as { file: string; content: string }[];
  assert.equal(own?.file, "/own");
  assert.equal(file?.file, "/config/authentik-sso.json");
  const { oauth } = JSON.parse(file?.content ?? "") as { oauth: Record<string, unknown> };
  assert.equal(oauth.clientSecret, "secret-immich-oidc-secret");
  assert.equal(oauth.issuerUrl, "https://auth.example.com/application/o/immich-oidc/.well-known/openid-configuration");
  const uris = only(recorded, PROVIDER, "immich-oidc-provider").inputs.allowedRedirectUris as { url: string }[];
  assert.ok(uris.some(({ url }) => url === "app.immich:///oauth-callback"));
});

test("an app that wants verified addresses gets a mapping of its own instead of the shipped one", async () => {
  const { oidc } = await import("authentik-sso");
  await service("vault", oidc({ preset: "vaultwarden" }));
  const mapping = only(
    recorded,
    "authentik:index/propertyMappingProviderScope:PropertyMappingProviderScope",
    "vault-oidc-verified-email",
  );
  assert.equal(mapping.inputs.scopeName, "email");
  assert.match(String(mapping.inputs.expression), /"email_verified": True/);
  const { inputs } = only(recorded, PROVIDER, "vault-oidc-provider");
  assert.equal((inputs.propertyMappings as string[]).length, 4);
  assert.deepEqual(inputs.grantTypes, ["authorization_code", "refresh_token"]);
});

test("an app that keeps its settings itself gets none, and the program has id and secret", async () => {
  const { oidc } = await import("authentik-sso");
  const portainer = await service("portainer", oidc({ preset: "portainer" }), { image: "p:1", envs: ["TZ=UTC"] });
  assert.deepEqual(only(recorded, CONTAINER, "portainer").inputs.envs, ["TZ=UTC"]);
  const secret = await new Promise((resolve) => portainer.clientSecret.apply(resolve));
  assert.equal(secret, "secret-portainer-oidc-secret");
});

test("the container's own variables stay, and win over a default", async () => {
  const { oidc } = await import("authentik-sso");
  const envs = ["TZ=UTC", "GF_AUTH_GENERIC_OAUTH_NAME=Home"];
  await service("dashboards", oidc({ preset: "grafana" }), { image: "g:1", envs });
  const entries = plain(only(recorded, CONTAINER, "dashboards").inputs.envs) as string[];
  assert.deepEqual(
    entries.filter((entry) => /^(TZ|GF_AUTH_GENERIC_OAUTH_NAME)=/.test(entry)),
    ["GF_AUTH_GENERIC_OAUTH_NAME=Home", "TZ=UTC"],
  );
});

test("the key to sign with is the contract's; only an older gate's is looked up in authentik", async () => {
  const { oidc, ProtectedService } = await import("authentik-sso");
  const contract = { ...CONTRACT, signingKeyId: "key-of-the-gate" };
  const access = oidc({ preset: "miniflux" });
  new ProtectedService("signed", { gate: GATE, contract, port: 80, access, container: { image: "m:1" } });
  await service("older", access);
  assert.equal(only(recorded, PROVIDER, "signed-oidc-provider").inputs.signingKey, "key-of-the-gate");
  assert.equal(only(recorded, PROVIDER, "older-oidc-provider").inputs.signingKey, "key-uuid");
});

test("a variable that leads the app to another client is refused", async () => {
  const { oidc, ProtectedService } = await import("authentik-sso");
  const make = () =>
    new ProtectedService("other", {
      gate: GATE,
      contract: CONTRACT,
      port: 80,
      access: oidc({ preset: "grafana" }),
      container: { image: "g:1", envs: ["GF_AUTH_GENERIC_OAUTH_CLIENT_ID=mine"] },
    });
  assert.throws(make, /service 'other': its container sets 'GF_AUTH_GENERIC_OAUTH_CLIENT_ID'.*Remove it/);
});

test("back in domain mode the login stands in front again, the app knows no client, and the client is kept", async () => {
  const { domain } = await import("authentik-sso");
  const wiki = await service("wiki", domain({ preset: "bookstack" }));
  const { inputs } = only(recorded, CONTAINER, "wiki");
  const labels = labelsOf(only(recorded, CONTAINER, "wiki"));
  assert.equal(labels["traefik.http.routers.wiki.middlewares"], "authentik@docker,drop-jwt@docker");
  assert.equal(labels["sso.access"], "domain");
  assert.equal(labels["sso.preset"], undefined);
  assert.equal(inputs.envs, undefined);
  only(recorded, PROVIDER, "wiki-oidc-provider");
  only(recorded, "random:index/randomPassword:RandomPassword", "wiki-oidc-secret");
  assert.equal(only(recorded, APPLICATION, "wiki-oidc").inputs.metaLaunchUrl, "blank://blank");
  assert.deepEqual(await new Promise((resolve) => wiki.env.apply(resolve)), {});
});

test("with groups the way back is application, under another name in authentik", async () => {
  const { application } = await import("authentik-sso");
  const provider = new authentik.Provider("authentik", { url: await readyAuthentik(), token: "t" });
  const access = application({ groups: ["ops"], preset: "grafana" });
  await service("board", access, { image: "app:1" }, { providers: [provider] });
  const slugs = recorded.filter(({ type, name }) => type === APPLICATION && name.startsWith("board"));
  assert.deepEqual(slugs.map(({ inputs }) => inputs.slug).sort(), ["board", "board-oidc"]);
  assert.equal(only(recorded, BINDING, "board-oidc-ops").inputs.group, "ops-uuid");
});

test("one's own client creates nothing in authentik", async () => {
  const { oidc } = await import("authentik-sso");
  await service("mine", oidc({ client: "mine" }));
  assert.ok(!recorded.some(({ type, name }) => type.startsWith("authentik:") && name.startsWith("mine")));
  const labels = labelsOf(only(recorded, CONTAINER, "mine"));
  assert.equal(labels["sso.client"], "mine");
  assert.equal(labels["traefik.http.routers.mine.middlewares"], "strip-identity@docker");
});

test("for a container of one's own the variables are given out", async () => {
  const { oidc, ProtectedService } = await import("authentik-sso");
  const args = { gate: pulumi.output(GATE), contract: pulumi.output(CONTRACT), port: 80 };
  const made = new ProtectedService("self", { ...args, access: oidc({ preset: "miniflux" }) });
  await settled();
  const env = await new Promise<Record<string, string>>((resolve) => made.env.apply(resolve));
  assert.equal(env.OAUTH2_CLIENT_SECRET, "secret-self-oidc-secret");
  assert.equal(env.OAUTH2_REDIRECT_URL, "https://self.example.com/oauth2/oidc/callback");
  assert.equal(await pulumi.isSecret(made.env), true);
});

test("something that is no container gets a client, whose id and secret are to be entered there", async () => {
  const { ExternalService, oidc } = await import("authentik-sso");
  const made = new ExternalService("proxmox", {
    gate: GATE,
    contract: CONTRACT,
    url: "https://192.168.1.10:8006",
    access: oidc({ preset: "proxmox" }),
  });
  await settled();
  const uris = only(recorded, PROVIDER, "proxmox-oidc-provider").inputs.allowedRedirectUris as { url: string }[];
  assert.deepEqual(
    uris.map(({ url }) => url),
    ["https://proxmox.example.com"],
  );
  assert.equal(await new Promise((resolve) => made.clientSecret.apply(resolve)), "secret-proxmox-oidc-secret");
  const labels = labelsOf(only(recorded, CONTAINER, "proxmox"));
  assert.equal(labels["traefik.http.routers.proxmox.middlewares"], "strip-identity@docker");
});

test("both of two that write neither preset nor client, or groups with a client, do not compile", async () => {
  const { oidc } = await import("authentik-sso");
  // @ts-expect-error an app or a client
  oidc({});
  // @ts-expect-error one's own client is bound by its own application
  oidc({ client: "x", groups: ["ops"] });
});
