import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import type { PreviewOptions, Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../../cli/errors";
import { Interrupt } from "../../cli/interrupt";
import { previewStack } from "../../cli/pulumi/operations";

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
      "audit-log",
      "break-glass",
      "revoke",
      "inventory",
      "Exit codes",
      "AUTHENTIK_SSO_OFFLINE",
      "NO_COLOR",
    ]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  it("promises the exit code that a configuration refused by the program really has", async () => {
    const said = /^ {2}1 {4}([\s\S]*?)^ {2}2 {4}([\s\S]*?)^ {2}130/m.exec(cli(["--help"]).stdout);
    assert.match(said?.[1] ?? "", /a configuration that the program refuses/);
    assert.doesNotMatch(said?.[2] ?? "", /configuration/);
    const message = 'config.mode: "strct". Allowed: opt-in, strict';
    const preview = async ({ onEvent }: PreviewOptions): Promise<never> => {
      onEvent?.({ sequence: 1, timestamp: 1, diagnosticEvent: { message, color: "never", severity: "error" } });
      throw new Error("pulumi ended with 255");
    };
    const open = {
      stack: { preview } as unknown as Stack,
      pulumi: async () => "",
      configFile: undefined,
      created: false,
    };
    await assert.rejects(
      previewStack(open, { report: () => undefined, interrupt: new Interrupt() }),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exitCode, 1);
        assert.ok(error.message.includes(message));
        return true;
      },
    );
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

  it("refuses an emergency route that is not bounded, before anything is looked at", () => {
    const open = ["break-glass", "open", "grafana"];
    const cases: [string[], RegExp][] = [
      [["--for", "30m", "--reason", "authentik is down"], /required option '--from/],
      [["--for", "30m", "--from", "10.0.0.0/24"], /required option '--reason/],
      [["--for", "1d", "--reason", "authentik is down", "--from", "10.0.0.0/24"], /--for is "1d"\.\nAllowed: 1m to 4h/],
      [["--for", "30m", "--reason", "todo", "--from", "10.0.0.0/24"], /needs a reason/],
      [["--for", "30m", "--reason", "authentik is down", "--from", "0.0.0.0/0"], /is everybody/],
    ];
    for (const [args, text] of cases) {
      const { status, stderr, stdout } = cli([...open, ...args]);
      assert.equal(status, 2, args.join(" "));
      assert.match(stderr, text);
      assert.equal(stdout, "");
    }
  });

  it("takes a period for the audit trail, and one format", () => {
    const cases: [string[], RegExp][] = [
      [[], /required option '--since/],
      [["--since", "yesterday"], /--since is "yesterday"\.\nAllowed: a duration/],
      [["--since", "1h", "--json", "--csv"], /exclude each other/],
      [["--since", "1h", "--action", "login,,logout"], /Write names such as login,login_failed/],
      [["--since", "1h", "--until", "2h"], /--since is after --until/],
      [["--since", "9998-01-01"], /--since is in the future: 9998-01-01T00:00:00\.000Z\.\nWhat to do: name a time/],
    ];
    for (const [args, text] of cases) {
      const { status, stderr } = cli(["audit-log", ...args]);
      assert.equal(status, 2, args.join(" "));
      assert.match(stderr, text);
    }
  });

  it("says that there is no stack to operate", () => {
    for (const args of [["inventory"], ["revoke", "alice"], ["break-glass", "list"], ["audit-log", "--since", "1h"]]) {
      const { status, stderr } = cli([...args, "--stack", "no-such-stack"]);
      assert.equal(status, 1, args.join(" "));
      assert.match(stderr, /There is no stack no-such-stack/);
    }
  });

  it("prints one JSON document for programs, and ends with 1 when something is exposed", () => {
    const open = [{ Id: "1", Name: "/open", Config: { Image: "app", Labels: { "traefik.enable": "true" } } }];
    const { status, stdout } = cli(["exposure", "--containers", "-", "--json"], JSON.stringify(open));
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), { exposed: ["open"], excluded: [] });
  });
});
