/** What is decided about images before any engine works: names, roads, refusals. No Docker needed. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type Dockerode from "dockerode";
import { ensureImages, type ImageName } from "../../testbed/images";
import { builtReferences } from "../../testbed/images/build";
import { contentHash } from "../../testbed/images/contentHash";
import { dropOldImages } from "../../testbed/images/oldImages";
import { isOutOfReach, registryOf } from "../../testbed/images/registry";

const UNREACHABLE = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host';

describe("the name of an image", () => {
  const bundle = Buffer.from("double");

  test("changes with the double for the images of the double alone", () => {
    const before = builtReferences("amd64", bundle);
    const after = builtReferences("amd64", Buffer.from("double changed"));
    const changed = Object.keys(before).filter((name) => before[name as ImageName] !== after[name as ImageName]);
    assert.deepEqual(changed, ["authentik", "proxy"]);
  });

  test("is another one for another architecture", () => {
    const before = builtReferences("amd64", bundle);
    const after = builtReferences("arm64", bundle);
    for (const name of Object.keys(before)) assert.notEqual(before[name as ImageName], after[name as ImageName], name);
  });

  test("names a repository that no registry has", () => {
    for (const reference of Object.values(builtReferences("amd64", bundle))) {
      assert.match(reference, /^authentik-sso\.testbed\/[a-z-]+:[0-9a-f]{12}$/);
    }
  });

  test("does not depend on the order of the inputs, and depends on where one ends and the next begins", () => {
    assert.equal(contentHash({ a: "1", b: "2" }), contentHash({ b: "2", a: "1" }));
    assert.notEqual(contentHash({ a: "12", b: "" }), contentHash({ a: "1", b: "2" }));
    assert.notEqual(contentHash({ ab: "1" }), contentHash({ a: "b1" }));
  });

  test("is refused for an architecture that nothing can be built for", () => {
    assert.throws(() => builtReferences("riscv64", bundle), /riscv64.*amd64 and arm64/s);
  });
});

describe("the registry of a reference", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["redis:8", "docker.io"],
    ["traefik/whoami:v1.11.0", "docker.io"],
    ["docker.io/library/redis:8", "docker.io"],
    ["ghcr.io/goauthentik/server:2026.5.7", "ghcr.io"],
    ["localhost:5000/a:1", "localhost:5000"],
    ["localhost/a:1", "localhost"],
    ["nas.lan/a/b@sha256:00", "nas.lan"],
  ];
  for (const [reference, host] of cases) {
    test(`of ${reference} is ${host}`, () => assert.equal(registryOf(reference), host));
  }
});

describe("an engine's words about a registry", () => {
  const away = [
    UNREACHABLE,
    'Get "https://ghcr.io/v2/": dial tcp 1.2.3.4:443: i/o timeout',
    'Get "https://ghcr.io/v2/": dial tcp 1.2.3.4:443: connect: connection refused',
    'Get "https://ghcr.io/v2/": dial tcp 1.2.3.4:443: connect: network is unreachable',
    "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    "x509: certificate signed by unknown authority",
    'Get "https://ghcr.io/v2/": proxyconnect tcp: dial tcp: lookup proxy: Temporary failure in name resolution',
  ];
  for (const words of away) test(`mean out of reach: ${words}`, () => assert.equal(isOutOfReach(words), true));
  const answered = [
    "manifest unknown",
    "manifest for redis:99 not found: manifest unknown: manifest unknown",
    "pull access denied for nope, repository does not exist or may require 'docker login'",
    "toomanyrequests: You have reached your pull rate limit.",
    "unauthorized: authentication required",
    "no space left on device",
  ];
  for (const words of answered) test(`mean an answer: ${words}`, () => assert.equal(isOutOfReach(words), false));
});

/** An engine of words: which images it holds, what its registries say. Records what it was asked to do. */
function wordEngine(present: (reference: string) => boolean, registry: (reference: string) => Error | undefined) {
  const asked: string[] = [];
  const held = new Set<string>();
  const docker = {
    version: async () => ({ Arch: process.arch === "x64" ? "amd64" : process.arch, Os: "linux" }),
    getImage: (reference: string) => ({
      inspect: async () => {
        if (present(reference) || held.has(reference)) return {};
        throw Object.assign(new Error("no such image"), { statusCode: 404 });
      },
      distribution: async () => {
        asked.push(`probe ${registryOf(reference)}`);
        const error = registry(reference);
        if (error) throw error;
        return {};
      },
    }),
    pull: async (reference: string) => {
      asked.push(`pull ${reference}`);
      const error = registry(reference);
      if (error) throw error;
      held.add(reference);
      return {};
    },
    modem: { followProgress: (_stream: unknown, done: (error: null) => void) => done(null) },
  };
  return { docker: docker as unknown as Dockerode, asked };
}

/** References at a registry of its own per test: what was found out about a registry is remembered. */
function referencesAt(host: string): Record<ImageName, string> {
  const names: ImageName[] = ["authentik", "proxy", "postgres", "redis", "traefik", "socketProxy", "echo"];
  return Object.fromEntries(names.map((name) => [name, `${host}/${name.toLowerCase()}:1`])) as Record<
    ImageName,
    string
  >;
}

const isBuilt = (reference: string): boolean => reference.startsWith("authentik-sso.testbed/");
const quiet = (): void => undefined;

describe("the road", () => {
  test("is `pulled` without a question to any registry where all references are present", async () => {
    const references = referencesAt("present.test");
    const { docker, asked } = wordEngine(
      () => true,
      () => new Error("must not be asked"),
    );
    const images = await ensureImages({ docker, offline: false, report: quiet, references });
    assert.deepEqual(images, { road: "pulled", references, doubles: [], built: [] });
    assert.deepEqual(asked, []);
  });

  test("is `pulled` after pulling what is not there, where the registry answers", async () => {
    const references = referencesAt("open.test");
    const { docker, asked } = wordEngine(
      (reference) => !/redis|traefik/.test(reference),
      () => undefined,
    );
    const images = await ensureImages({ docker, offline: false, report: quiet, references });
    assert.equal(images.road, "pulled");
    assert.deepEqual(asked, ["probe open.test", "pull open.test/redis:1", "pull open.test/traefik:1"]);
  });

  test("is `built`, for every image, where one registry is out of reach; it is asked once in a run", async () => {
    const references = { ...referencesAt("here.test"), authentik: "away.test/authentik:1" };
    const { docker, asked } = wordEngine(
      (reference) => isBuilt(reference) || !reference.startsWith("away.test"),
      () => new Error(UNREACHABLE),
    );
    const images = await ensureImages({ docker, offline: false, report: quiet, references });
    assert.equal(images.road, "built");
    assert.ok(Object.values(images.references).every(isBuilt));
    await ensureImages({ docker, offline: false, report: quiet, references });
    assert.deepEqual(asked, ["probe away.test"]);
  });

  test("is `built` without a question when offline is asked for, even where the references are present", async () => {
    const { docker, asked } = wordEngine(
      () => true,
      () => new Error("must not be asked"),
    );
    const images = await ensureImages({ docker, offline: true, report: quiet, references: referencesAt("off.test") });
    assert.equal(images.road, "built");
    assert.deepEqual(asked, []);
    assert.deepEqual([...images.doubles, ...images.built].map(({ name }) => name).sort(), [
      "authentik",
      "echo",
      "postgres",
      "proxy",
      "redis",
      "socketProxy",
      "traefik",
    ]);
  });

  test("is `built` within seconds where a registry swallows the question", async () => {
    const { docker } = wordEngine(isBuilt, () => undefined);
    const getImage = docker.getImage.bind(docker);
    docker.getImage = (reference: string) =>
      Object.assign(getImage(reference), { distribution: () => new Promise(() => undefined) });
    const started = performance.now();
    const alive = setInterval(quiet, 1000);
    const images = await ensureImages({ docker, offline: false, report: quiet, references: referencesAt("mute.test") });
    clearInterval(alive);
    assert.equal(images.road, "built");
    // The bound is 5 s; the rest is for a machine that does other things too.
    assert.ok(performance.now() - started < 15_000);
  });

  test("ends in an error, never in doubles, where a registry answers that it has no such image", async () => {
    const { docker } = wordEngine(isBuilt, () => new Error("manifest unknown"));
    const failure = await ensureImages({
      docker,
      offline: false,
      report: quiet,
      references: referencesAt("typo.test"),
    }).catch((error: Error) => error);
    assert.ok(failure instanceof Error);
    assert.equal(failure.name, "UserError");
    assert.match(failure.message, /typo\.test\/authentik:1 cannot be pulled: manifest unknown/);
    assert.match(failure.message, /What to do: correct the reference in the configuration key images/);
  });

  test("names login and the offline road where the registry's rate limit is reached", async () => {
    const { docker } = wordEngine(isBuilt, () => new Error("toomanyrequests: pull rate limit"));
    await assert.rejects(
      ensureImages({ docker, offline: false, report: quiet, references: referencesAt("busy.test") }),
      /docker login.*AUTHENTIK_SSO_OFFLINE=1/s,
    );
  });
});

describe("images of an earlier state", () => {
  const day = 24 * 3600;
  const kept = "authentik-sso.testbed/redis:000000000000";

  test("are removed a week later, without force, and a refusal of the engine is no fault", async () => {
    const now = Math.floor(Date.now() / 1000);
    const removed: unknown[] = [];
    const docker = {
      listImages: async (options: unknown) => {
        assert.deepEqual(options, { filters: { label: ["authentik-sso.testbed=true"] } });
        return [
          { RepoTags: [kept], Created: now - 30 * day },
          { RepoTags: ["authentik-sso.testbed/redis:111111111111"], Created: now - 30 * day },
          { RepoTags: ["authentik-sso.testbed/redis:222222222222"], Created: now - 8 * day },
          { RepoTags: ["authentik-sso.testbed/redis:333333333333"], Created: now - 6 * day },
          { RepoTags: null, Created: now - 30 * day },
        ];
      },
      getImage: (reference: string) => ({
        remove: async (...options: unknown[]) => {
          removed.push([reference, ...options]);
          throw new Error("conflict: image is being used by stopped container");
        },
      }),
    };
    await dropOldImages(docker as unknown as Dockerode, [kept]);
    assert.deepEqual(removed, [
      ["authentik-sso.testbed/redis:111111111111"],
      ["authentik-sso.testbed/redis:222222222222"],
    ]);
  });
});
