import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";

const root = resolve(__dirname, "../..");

function cli(args: string[], input = "") {
  return spawnSync(process.execPath, ["--import", "tsx", join(root, "cli", "main.ts"), ...args], {
    cwd: root,
    encoding: "utf8",
    input,
  });
}

describe("the command line", () => {
  it("explains commands, exit codes and environment", () => {
    const { status, stdout } = cli(["--help"]);
    assert.equal(status, 0);
    for (const part of [
      "up",
      "down",
      "status",
      "password",
      "env",
      "exposure",
      "Exit codes",
      "AUTHENTIK_SSO_OFFLINE",
      "NO_COLOR",
    ]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  it("ends with 2 on wrong usage, and names what was wrong", () => {
    const { status, stderr } = cli(["up", "--ofline"]);
    assert.equal(status, 2);
    assert.match(stderr, /unknown option '--ofline'/);
  });

  it("loses no data without a yes", () => {
    const { status, stderr } = cli(["down", "--data"]);
    assert.equal(status, 2);
    assert.match(stderr, /nobody is here to confirm it\.\nWhat to do: add --yes/);
  });

  it("refuses a stack name that is a path, without a stack trace", () => {
    const { status, stderr } = cli(["up", "--stack", "../x"]);
    assert.equal(status, 2);
    assert.match(stderr, /stack name "\.\.\/x" cannot be used\.\nAllowed:/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("prints one JSON document for programs, and ends with 1 when something is exposed", () => {
    const open = [{ Id: "1", Name: "/open", Config: { Image: "app", Labels: { "traefik.enable": "true" } } }];
    const { status, stdout } = cli(["exposure", "--containers", "-", "--json"], JSON.stringify(open));
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), { exposed: ["open"], excluded: [] });
  });
});
