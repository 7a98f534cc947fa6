import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { IMAGES } from "authentik-sso";
import { floorAbove, releasesApart, versionOfImage } from "../../components/routing/versionFloors";

describe("the version in an image", () => {
  const images: [string, string | undefined][] = [
    ["traefik:v3.7.15", "3.7.15"],
    ["registry.example:5000/mirror/traefik:3.7.15-alpine@sha256:0123", "3.7.15"],
    ["ghcr.io/goauthentik/server:2026.5.7", "2026.5.7"],
    ["authentik-sso.testbed/traefik:74d9167d84c7", "built-here"],
    ["evil.example/authentik-sso.testbed/traefik:74d9167d84c7", undefined],
    ["registry.example:5000/traefik", undefined],
    ["traefik", undefined],
    ["traefik:latest", undefined],
    ["traefik:v3.7", undefined],
    ["traefik:v3.7.15-rc.1", undefined],
    ["traefik@sha256:0123", undefined],
  ];
  for (const [image, version] of images) {
    it(`of ${image} is ${version}`, () => assert.equal(versionOfImage(image), version));
  }
});

describe("server and outpost", () => {
  const pairs: [string, string, boolean][] = [
    ["server:2026.5.7", "proxy:2026.5.7", false],
    ["server:2026.5.7", "mirror.example/proxy:2026.5.7@sha256:0123", false],
    ["server:2026.5.8", "proxy:2026.5.7", true],
    ["server:latest", "proxy:2026.5.7", false],
    ["authentik-sso.testbed/authentik:01", "proxy:2026.5.7", false],
    [IMAGES.authentik, IMAGES.proxy, false],
  ];
  for (const [server, outpost, apart] of pairs) {
    it(`${server} and ${outpost} are ${apart ? "" : "not known to be "}of two releases`, () =>
      assert.equal(releasesApart(server, outpost) !== undefined, apart));
  }
});

describe("a floor", () => {
  const versions: ["authentik" | "traefik", string, string | undefined][] = [
    ["traefik", "3.7.15", undefined],
    ["traefik", "3.7.9", "3.7.15"],
    ["traefik", "2.11.51", "3.7.15"],
    ["traefik", "3.8.0", undefined],
    ["authentik", "2026.5.6", "2026.5.7"],
    ["authentik", "2026.5.10", undefined],
    ["authentik", "2026.8.1", "2026.8.2"],
    ["authentik", "2026.8.2", undefined],
    ["authentik", "2026.2.9", "2026.5.7"],
    ["authentik", "2027.2.0", undefined],
  ];
  for (const [product, version, floor] of versions) {
    it(`is ${floor ? `above` : "met by"} ${product} ${version}`, () => {
      assert.equal(floorAbove(product, version)?.version, floor);
    });
  }

  it("is met by the pinned images", () => {
    for (const product of ["authentik", "traefik"] as const)
      assert.equal(floorAbove(product, versionOfImage(IMAGES[product]) ?? ""), undefined);
  });
});
