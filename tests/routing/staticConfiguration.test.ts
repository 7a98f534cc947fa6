import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isTraefik, readStaticConfiguration, staticConfigurationOf } from "../../components/routing";
import { FLAGS } from "./fleet";

describe("readStaticConfiguration", () => {
  it("knows Traefik's defaults, which publish everything", () => {
    const standard = { exposedByDefault: true, defaultRule: "Host(`{{ normalize .Name }}`)", constraints: "" };
    assert.deepEqual(readStaticConfiguration([]).providers, { docker: standard, swarm: standard });
  });

  it("reads values apart from their flag, flags alone and any case", () => {
    const { flags } = readStaticConfiguration([
      "--Log.Level",
      "WARN",
      "--ping",
      "--providers.docker.endpoint=tcp://a:1=b",
    ]);
    assert.deepEqual(
      [...flags],
      [
        ["log.level", "WARN"],
        ["ping", "true"],
        ["providers.docker.endpoint", "tcp://a:1=b"],
      ],
    );
  });
});

describe("isTraefik", () => {
  const cases: [string | undefined, readonly string[], boolean][] = [
    ["traefik:v3.7.15", [], true],
    ["docker.io/library/traefik@sha256:abc", [], true],
    ["registry:5000/mirror/traefik:3", [], true],
    ["traefik/whoami:v1.11.0", [], false],
    ["own/proxy:1", ["--providers.docker=true"], true],
    [undefined, [], false],
  ];
  for (const [image, command, expected] of cases) {
    it(`says ${expected} for ${image} ${command.join(" ")}`, () => {
      assert.equal(isTraefik(image, command), expected);
    });
  }
});

describe("staticConfigurationOf", () => {
  it("takes flags at their word where nothing else can count", () => {
    assert.equal(staticConfigurationOf(FLAGS, ["/var/run/docker.sock", "/etc/traefik/dynamic"]).known, true);
    assert.equal(staticConfigurationOf(["traefik", ...FLAGS], []).known, true);
    assert.equal(staticConfigurationOf(["--log.level", "WARN", ...FLAGS], []).known, true);
  });

  const unsure: [string, readonly string[], readonly string[]][] = [
    ["a file is named", [...FLAGS, "--configFile=/x.yml"], []],
    ["a file is mounted where Traefik looks for one", FLAGS, ["/etc/traefik/traefik.yml"]],
    ["the folder of such a file is mounted", FLAGS, ["/etc/traefik"]],
    ["there are no flags, so that the environment counts", [], []],
    ["a word stands between the flags", [...FLAGS.slice(0, 3), "serve", ...FLAGS.slice(3)], []],
    ["a switch is followed by a word", ["--api.insecure", "false", ...FLAGS], []],
    ["a flag of which it is not sure is followed by a word", ["--accesslog.fields", "false", ...FLAGS], []],
    ["a list is spread over several flags", [...FLAGS, ...twice("--entrypoints.web.http.middlewares")], []],
  ];
  for (const [what, command, mounts] of unsure) {
    it(`knows nothing when ${what}`, () => assert.equal(staticConfigurationOf(command, mounts).known, false));
  }
});

function twice(flag: string): string[] {
  return [`${flag}=a@docker`, `${flag}=b@docker`];
}

describe("an entry point", () => {
  const point = (...flags: string[]) => readStaticConfiguration([...FLAGS, ...flags]).entryPoints.get("web");

  it("redirects everything that names a host, unless something weakens that", () => {
    assert.equal(point()?.redirects, true);
    assert.equal(point("--entrypoints.web.http.redirections.entrypoint.to=:443")?.redirects, true);
    for (const flag of [
      "--entrypoints.web.http.redirections.entrypoint.priority=10",
      "--entrypoints.web.allowacmebypass=true",
      "--entrypoints.web.http.redirections.entrypoint.to=WebSecure",
      "--entrypoints.web.http.tls=true",
    ]) {
      assert.equal(point(flag)?.redirects, false, flag);
    }
  });

  it("of UDP is no default one", () => {
    const { entryPoints } = readStaticConfiguration([...FLAGS, "--entrypoints.dns.address=:53/udp"]);
    assert.deepEqual(
      [...entryPoints.values()].filter(({ isDefault }) => isDefault).map(({ name }) => name),
      ["web", "websecure"],
    );
  });
});
