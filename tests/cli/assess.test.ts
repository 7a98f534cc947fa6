import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { type Recommendation, recommend } from "../../cli/assess/recommend";
import { servicesOfCompose, servicesOfContainers, servicesOfStack } from "../../cli/assess/sources";

const ROOT = resolve(__dirname, "..", "..");
const START = join(ROOT, "cli", "start.mjs");

const of = (image: string, name = "x"): Recommendation => {
  const [found] = recommend([{ name, image }]);
  assert.ok(found);
  return found;
};

describe("the decision that suits a service", () => {
  test("is its own login where it has one and its apps have to reach it", () => {
    for (const [image, preset] of [
      ["ghcr.io/immich-app/immich-server:v2", "immich"],
      ["vaultwarden/server:latest", "vaultwarden"],
      ["ghcr.io/paperless-ngx/paperless-ngx", "paperless"],
      ["ghcr.io/mealie-recipes/mealie:v3", "mealie"],
    ] as const) {
      const { mode, write, why, accounts, clients } = of(image);
      assert.equal(mode, "oidc", image);
      assert.equal(write, `oidc({ preset: "${preset}" })`);
      assert.match(why, /logs in through authentik itself/);
      assert.ok(accounts && clients, "what happens to accounts and clients is said");
    }
  });

  test("is the domain's login for a tool of browsers, with a word on its own accounts", () => {
    const { mode, write, accounts } = of("grafana/grafana:12.1.0");
    assert.deepEqual([mode, write], ["domain", "domain()"]);
    assert.match(accounts ?? "", /second user/);
    assert.equal(of("ghcr.io/gethomepage/homepage:v1").mode, "domain");
    assert.equal(of("adguard/adguardhome").mode, "domain");
  });

  test("is a login of its own for what starts containers as root", () => {
    const { mode, steps } = of("portainer/portainer-ce:2.30.0");
    assert.equal(mode, "application");
    assert.ok(
      (steps ?? []).some((step) => step.includes("provider 'Custom'")),
      "oidc there is set up by hand",
    );
  });

  test("is an exclusion where a client cannot log in, by its open paths where they are known", () => {
    const sonarr = of("lscr.io/linuxserver/sonarr:4");
    assert.equal(sonarr.mode, "excluded");
    assert.match(sonarr.write, /preset: "sonarr"/);
    assert.match(sonarr.why, /\/api\//);
    assert.equal(of("plexinc/pms-docker").mode, "excluded");
  });

  test("is the login where nothing is known, and says so", () => {
    const { mode, why, app } = of("someone/something:1");
    assert.equal(mode, "domain");
    assert.match(why, /nothing is known of it/);
    assert.equal(app, undefined);
  });

  test("goes by the image and not by the name, by the name only where there is no image", () => {
    assert.equal(of("someone/something:1", "grafana").app, undefined);
    const [named] = recommend([{ name: "Immich" }]);
    assert.equal(named?.app, "immich");
  });
});

describe("services to assess", () => {
  test("come from a stack's configuration", () => {
    const text =
      "config:\n  authentik-sso:services:\n    - { name: a, image: grafana/grafana }\n    - { name: b, access: { mode: excluded } }\n";
    assert.deepEqual(servicesOfStack(text, "x.yaml"), [
      { name: "a", image: "grafana/grafana", now: "domain" },
      { name: "b", now: "excluded" },
    ]);
    const gate = "config:\n  authentik-sso:domain: example.com\n  authentik-sso:authHost: login.example.com\n";
    const [found] = recommend(
      servicesOfStack(`${gate}  authentik-sso:services: [{ name: portainer, host: p.example.com }]\n`, "x"),
    );
    const steps = found?.steps?.join("\n") ?? "";
    assert.match(steps, /Authorization URL https:\/\/login\.example\.com\/application\/o\/authorize\//);
    assert.match(steps, /Redirect URL https:\/\/p\.example\.com\/, Logout URL .*\/portainer-oidc\/end-session\//);
    assert.doesNotMatch(steps, /[{}]/);
    assert.throws(() => servicesOfStack("config:\n  authentik-sso:services: [{ port: 1 }]\n", "x.yaml"), /number 1/);
    assert.throws(() => servicesOfStack("a: [", "x.yaml"), /x\.yaml is not YAML/);
  });

  test("come from a Compose file, labels as a map or a list", () => {
    const text =
      "services:\n  a: { image: x, labels: { sso.access: domain } }\n  b: { image: y, labels: [sso.access=oidc] }\n  c: { build: . }\n";
    assert.deepEqual(servicesOfCompose(text, "c.yaml"), [
      { name: "a", image: "x", now: "domain" },
      { name: "b", image: "y", now: "oidc" },
      { name: "c" },
    ]);
    assert.throws(() => servicesOfCompose("x: 1", "c.yaml"), /has no 'services'/);
  });

  test("come from running containers, without the gate's own", () => {
    const container = (name: string, Labels: object) => ({
      Id: name,
      Name: `/${name}`,
      Config: { Image: "i:1", Labels },
    });
    const text = JSON.stringify([
      container("wiki", { "sso.access": "domain" }),
      container("traefik", { "sso.access": "gate" }),
    ]);
    assert.deepEqual(servicesOfContainers(text, "x.json"), [{ name: "wiki", image: "i:1", now: "domain" }]);
  });
});

describe("npx authentik-sso assess", () => {
  const run = (args: readonly string[], input = "") =>
    spawnSync(process.execPath, [START, "assess", ...args], { input, encoding: "utf8", cwd: ROOT });

  test("prints a table with the notes, and one document with --json", () => {
    const compose = "services:\n  photos: { image: ghcr.io/immich-app/immich-server:v2 }\n  blog: { image: me/blog }\n";
    const { status, stdout } = run(["--compose", "-"], compose);
    assert.equal(status, 0);
    assert.match(stdout, /photos .*oidc/);
    assert.match(stdout, /Accounts: An account with the same address is linked/);
    const json = JSON.parse(run(["--compose", "-", "--json"], compose).stdout) as { services: Recommendation[] };
    assert.deepEqual(
      json.services.map(({ service, mode }) => [service, mode]),
      [
        ["photos", "oidc"],
        ["blog", "domain"],
      ],
    );
  });

  test("reads the stack's configuration by itself, and says what it cannot read", () => {
    const { services } = JSON.parse(run(["--json"]).stdout) as { services: Recommendation[] };
    assert.ok(services.some(({ service, mode }) => service === "vaultwarden" && mode === "oidc"));
    const missing = run(["--stack", "nowhere"]);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /Pulumi\.nowhere\.yaml cannot be read/);
    assert.equal(run(["--compose", "a", "--containers", "b"]).status, 2);
  });
});
