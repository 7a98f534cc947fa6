/** Traefik's file provider reads the volume of emergency routes, whatever certificates come from. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { only, type RecordedResource, recordResources, settled } from "./recordedResources";

const CONTAINER = "docker:index/container:Container";
let recorded: RecordedResource[];

before(async () => {
  recorded = recordResources();
  const { Traefik } = await import("../../components/traefik/traefik");
  const shared = { domains: ["example.com"], labels: {}, appsNetwork: "apps", appsNetworkName: "apps" };
  new Traefik("local", { ...shared, prefix: "local" });
  const cloudflareApiToken = pulumi.secret("t");
  new Traefik("acme", { ...shared, prefix: "acme", acme: { email: "a@example.com", cloudflareApiToken } });
  await settled();
});

for (const name of ["local", "acme"]) {
  test(`${name}: the volume is the directory of the file provider, and the certificate's file is put into it`, () => {
    const { inputs } = only(recorded, CONTAINER, name);
    const volumes = inputs.volumes as { volumeName: string; containerPath: string; readOnly?: boolean }[];
    const mounts = volumes.filter(({ containerPath }) => containerPath === "/etc/traefik/dynamic");
    assert.deepEqual(mounts, [{ volumeName: `${name}-break-glass`, containerPath: "/etc/traefik/dynamic" }]);
    assert.ok((inputs.command as string[]).includes("--providers.file.directory=/etc/traefik/dynamic"));
    // Secrets among them make the whole list one.
    const { value: uploads } = inputs.uploads as { value: { file: string; content: string }[] };
    const tls = uploads.filter(({ file }) => file === "/etc/traefik/dynamic/tls.yml");
    assert.equal(tls.length, 1, "also with a resolver: what a local authority left in the volume is written over");
    assert.equal(tls[0]?.content.includes("certificate.pem"), name === "local");
    assert.equal(
      only(recorded, "docker:index/volume:Volume", `${name}-break-glass`).inputs.name,
      `${name}-break-glass`,
    );
  });
}
