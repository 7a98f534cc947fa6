/**
 * An `up` that is killed, at five points of its way, is finished by the next one. One stack for the whole file: each
 * run starts where the killed one before it left off.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import Docker from "dockerode";
import { CheckoutCopy } from "../support/checkoutCopy";
import { WITHOUT_STACK } from "../support/command";
import { withoutEngine } from "../support/engine";
import { removeLeftovers } from "../support/leftovers";

const PREFIX = "sso-killed";
const BOUND_MS = 240_000;

interface Begun {
  readonly type: string;
  readonly resource: { readonly type: string; readonly inputs?: { readonly name?: string } };
}

describe("an interrupted `up`", { skip: withoutEngine() }, () => {
  let copy: CheckoutCopy;

  before(async () => {
    await removeLeftovers(PREFIX);
    copy = new CheckoutCopy({
      domain: "killed.localhost",
      prefix: PREFIX,
      bindAddress: "127.0.0.6",
      authentikApiPort: 19006,
      dashboardHost: "",
      services: [
        { name: "grafana", port: 3000 },
        {
          name: "portainer",
          port: 9000,
          access: { mode: "application", groups: ["authentik Admins"], reason: "starts containers as root" },
        },
      ],
    });
  });

  after(async () => {
    await removeLeftovers(PREFIX);
    copy?.remove();
  });

  const stateFolder = () => join(copy.folder, ".authentik-sso", "state", ".pulumi");

  /** Operations that pulumi has on record as begun. */
  function begun(): readonly Begun[] {
    const file = join(stateFolder(), "stacks", "authentik-sso", "dev.json");
    if (!existsSync(file)) return [];
    try {
      const state = JSON.parse(readFileSync(file, "utf8")) as {
        checkpoint?: { latest?: { pending_operations?: Begun[] } };
      };
      return state.checkpoint?.latest?.pending_operations ?? [];
    } catch {
      return [];
    }
  }

  function isLocked(): boolean {
    const folder = join(stateFolder(), "locks", "organization", "authentik-sso", "dev");
    return existsSync(folder) && readdirSync(folder).length > 0;
  }

  const creates = (type: string, name = "") =>
    begun().some(
      (one) =>
        one.type === "creating" && one.resource.type.includes(type) && (one.resource.inputs?.name ?? "").includes(name),
    );

  /** Starts `up` and kills wrapper and pulumi with SIGKILL as soon as the moment has come. */
  async function killAt(moment: () => boolean): Promise<void> {
    const env = Object.fromEntries(
      Object.entries({ ...process.env, ...WITHOUT_STACK }).filter(([, value]) => value !== undefined),
    );
    const child = spawn(process.execPath, ["cli/start.mjs", "up"], {
      cwd: copy.folder,
      env: env as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
    const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
    const until = Date.now() + BOUND_MS;
    while (!moment()) {
      assert.equal(child.exitCode, null, `it ended before the moment came:\n${said}`);
      assert.ok(Date.now() < until, `the moment did not come:\n${said}`);
      await sleep(10);
    }
    if (child.pid) process.kill(-child.pid, "SIGKILL");
    await ended;
  }

  it("is killed as soon as it has locked the stack", () => killAt(isLocked));

  it("is killed while it creates a network", () => killAt(() => creates("docker:index/network")));

  it("is killed while it creates the database", () => killAt(() => creates("Container", `${PREFIX}-postgres`)));

  it("is killed while it waits for authentik's server", () =>
    killAt(() => creates("Container", `${PREFIX}-authentik-server`)));

  it("is killed while it writes into authentik", () => killAt(() => creates("authentik:index/")));

  it("is finished by the next one, which says what it mended", async () => {
    const { code, stdout, stderr } = await copy.run(["up"]);
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /interrupted update/);
  });

  it("leaves a stack that is whole: another `up` changes nothing", async () => {
    const { code, stdout, stderr } = await copy.run(["up"]);
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /Update: nothing to change/);
    assert.doesNotMatch(stdout, /interrupted/);
  });

  it("leaves nothing behind after `down --data`", async () => {
    const { code, stdout, stderr } = await copy.run(["down", "--data", "--yes"]);
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    const docker = new Docker();
    const ours = (name: string) => name.replace(/^\//, "").startsWith(`${PREFIX}-`);
    const containers = await docker.listContainers({ all: true });
    assert.deepEqual(
      containers.flatMap((container) => container.Names.filter(ours)),
      [],
    );
    assert.deepEqual((await docker.listNetworks()).map((network) => network.Name).filter(ours), []);
    assert.deepEqual(((await docker.listVolumes()).Volumes ?? []).map((volume) => volume.Name).filter(ours), []);
    assert.equal(existsSync(join(copy.folder, ".authentik-sso")), false);
  });
});
