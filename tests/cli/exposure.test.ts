import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exposureReport } from "../../cli/commands/exposure";

const ADDRESS = "http://sso-authentik-server:9000/outpost.goauthentik.io/auth/traefik";

function container(name: string, labels: Record<string, string>, more: object = {}): object {
  return { Id: `id-${name}`, Name: `/${name}`, Config: { Image: "app:1", Labels: labels, ...more } };
}

const traefik = container(
  "sso-traefik",
  {
    "traefik.enable": "true",
    "traefik.http.middlewares.authentik.forwardauth.address": ADDRESS,
    "traefik.http.routers.dashboard.rule": "Host(`traefik.sso.localhost`)",
    "traefik.http.routers.dashboard.middlewares": "authentik@docker",
    "traefik.http.routers.dashboard.service": "api@internal",
  },
  { Image: "traefik:v3.7.15", Cmd: ["--providers.docker.exposedbydefault=false", "--providers.docker.defaultrule="] },
);

function app(name: string, labels: Record<string, string> = {}): object {
  return container(name, {
    "traefik.enable": "true",
    [`traefik.http.routers.${name}.rule`]: `Host(\`${name}.sso.localhost\`)`,
    ...labels,
  });
}

const gated = (name: string) => app(name, { [`traefik.http.routers.${name}.middlewares`]: "authentik@docker" });
const report = (...containers: object[]) =>
  exposureReport(JSON.stringify([traefik, ...containers]), "x.json", "2026-11-24");

describe("the exposure of a running host", () => {
  it("is nothing when every published router asks for the login", () => {
    assert.deepEqual(report(gated("grafana")), { exposed: [], excluded: [] });
  });

  it("names the container that a forgotten middleware leaves open", () => {
    assert.deepEqual(report(gated("grafana"), app("portainer")).exposed, ["portainer"]);
  });

  it("lists an exclusion with its reason, apart from what nobody decided", () => {
    const excluded = app("jellyfin", { "sso.access": "excluded", "sso.reason": "TV apps", "sso.owner": "home" });
    assert.deepEqual(report(excluded), { exposed: [], excluded: [{ container: "jellyfin", reason: "TV apps" }] });
  });

  it("leaves out a container that Traefik does not publish", () => {
    assert.deepEqual(report(container("postgres", {})).exposed, []);
  });

  it("knows the gate's own server by the address that the middleware asks", () => {
    const labels = {
      "sso.access": "gate",
      "traefik.http.routers.auth.rule": "Host(`auth.sso.localhost`)",
      "traefik.enable": "true",
    };
    assert.deepEqual(report(container("sso-authentik-server", labels)).exposed, []);
    assert.deepEqual(
      report(container("not-the-gate", labels)).exposed,
      ["not-the-gate"],
      "the label alone opens nothing",
    );
  });

  it("assumes Traefik's own defaults where no Traefik is seen: everything is published", () => {
    const text = JSON.stringify([container("postgres", {})]);
    assert.deepEqual(exposureReport(text, "x.json", "2026-11-24").exposed, ["postgres"]);
  });

  it("refuses what is not a list of containers", () => {
    for (const text of ["", "{}", "[1]", '[{"Id":"a"}]']) {
      assert.throws(
        () => exposureReport(text, "x.json", "2026-11-24"),
        /x\.json (is|has)[\s\S]*Allowed: what `docker inspect/,
        text,
      );
    }
  });
});
