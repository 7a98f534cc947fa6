import assert from "node:assert/strict";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import type Docker from "dockerode";
import { describeConflicts, describeTakenNames, wantedPorts } from "../../cli/ports/plan";
import { preflight } from "../../cli/ports/preflight";
import { engineIsHere } from "../../cli/setup/context";
import { engineEnvironment } from "../../cli/setup/setupSteps";
import { CONTAINER } from "../../cli/stack/deployment";

const traefik = {
  type: CONTAINER,
  inputs: {
    name: "sso-traefik",
    ports: [
      { internal: 443, external: 443, ip: "127.0.0.1" },
      { internal: 53, external: 53, protocol: "udp" },
      { internal: 9000 },
    ],
  },
};

/** An engine that publishes these ports. */
function engineWith(...ports: { name: string; id: string; port: number }[]): Docker {
  const containers = ports.map(({ name, id, port }) => ({
    State: "running",
    Id: id,
    Names: [`/${name}`],
    Ports: [{ IP: "127.0.0.1", PublicPort: port, PrivatePort: port, Type: "tcp" }],
  }));
  return {
    listContainers: async () => containers,
    listNetworks: async () => [],
    listVolumes: async () => ({ Volumes: [] }),
  } as unknown as Docker;
}

describe("the ports that a plan needs", () => {
  it("are the published TCP ports with their addresses", () => {
    assert.deepEqual(wantedPorts([traefik, { type: "other", inputs: traefik.inputs }]), [
      { container: "sso-traefik", address: "127.0.0.1", port: 443 },
    ]);
  });

  it("are on every address where none is named", () => {
    const [port] = wantedPorts([{ type: CONTAINER, inputs: { name: "a", ports: [{ internal: 1, external: 1 }] } }]);
    assert.equal(port?.address, "0.0.0.0");
  });
});

describe("a taken port", () => {
  const planned = [traefik];
  const wanted = [{ container: "sso-traefik", address: "127.0.0.1", port: 443 }];

  it("is named with its holder", () => {
    assert.deepEqual(describeConflicts(wanted, [{ address: "0.0.0.0", port: 443, who: "nginx (pid 812)" }]), [
      "127.0.0.1:443, wanted by sso-traefik, is held by nginx (pid 812).",
    ]);
  });

  it("does not disturb on another address", () => {
    assert.deepEqual(describeConflicts(wanted, [{ address: "192.0.2.1", port: 443 }]), []);
  });

  it("is no fault when our own container has it", async () => {
    const docker = engineWith({ name: "sso-traefik", id: "c1", port: 443 });
    await preflight({ docker, planned, own: new Set(["c1"]), engineIsHere: false });
  });

  it("is a fault when a stranger's container has it", async () => {
    const docker = engineWith({ name: "caddy", id: "c9", port: 443 });
    await assert.rejects(
      preflight({ docker, planned, own: new Set(["c1"]), engineIsHere: false }),
      /127\.0\.0\.1:443, wanted by sso-traefik, is held by container caddy\.\nWhat to do:/,
    );
  });

  it("is found by trying when a program of this machine listens", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    const free = { docker: engineWith(), own: new Set<string>(), engineIsHere: true };
    const taken = { type: CONTAINER, inputs: { name: "sso-traefik", ports: [{ external: port, ip: "127.0.0.1" }] } };
    await assert.rejects(preflight({ ...free, planned: [taken] }), new RegExp(`127\\.0\\.0\\.1:${port}, wanted by`));
    await new Promise((resolve) => server.close(resolve));
    await preflight({ ...free, planned: [taken] });
  });
});

describe("a taken name", () => {
  const onEngine = [
    { id: "c1", name: "sso-traefik" },
    { id: "c2", name: "other" },
  ];

  it("is a fault when the stack does not know the container", async () => {
    assert.deepEqual(describeTakenNames(["sso-traefik"], onEngine, new Set()), [
      "There is a container sso-traefik already, and this stack did not make it.",
    ]);
    const docker = engineWith({ name: "sso-traefik", id: "c9", port: 1 });
    await assert.rejects(
      preflight({ docker, planned: [traefik], own: new Set(), engineIsHere: false }),
      /container sso-traefik already[\s\S]*another `prefix`/,
    );
  });

  it("is no fault when it is the stack's own container", () => {
    assert.deepEqual(describeTakenNames(["sso-traefik"], onEngine, new Set(["c1"])), []);
  });
});

describe("the engine of a stack", () => {
  it("is the one its configuration names for Pulumi's Docker provider, else DOCKER_HOST", () => {
    const env = { DOCKER_HOST: "unix:///other.sock" };
    assert.equal(engineEnvironment({ "docker:host": "ssh://me@nas" }, env).DOCKER_HOST, "ssh://me@nas");
    assert.equal(engineEnvironment({}, env).DOCKER_HOST, "unix:///other.sock");
  });
});

describe("whose machine the engine is on", () => {
  it("is this one for sockets and loopback, another for ssh", () => {
    assert.equal(engineIsHere("unix:///var/run/docker.sock"), true);
    assert.equal(engineIsHere("tcp://127.0.0.1:2375"), true);
    assert.equal(engineIsHere("ssh://me@nas"), false);
  });
});
