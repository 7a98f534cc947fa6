/** Commands that read what is piped into them, with a writer that is slower than they are. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";

const root = resolve(__dirname, "../..");

/** Says on standard error when somebody begins to wait for standard input. */
const WATCH = `process.stdin.on("newListener", (event) => {
  if (event === "readable" || event === "data") process.stderr.write("waiting");
});`;

/** Runs the command line; the input ends only when the command waits for it, or has ended without. */
async function slowly(args: readonly string[], input: string) {
  const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  const child = spawn(process.execPath, ["--import", watch, "--import", "tsx", join(root, "cli", "main.ts"), ...args], {
    cwd: root,
  });
  const half = Math.floor(input.length / 2);
  child.stdin.on("error", () => undefined).write(input.slice(0, half));
  const stdout = text(child.stdout);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (said: string) => {
    stderr += said;
    if (stderr.includes("waiting") && !child.stdin.writableEnded) child.stdin.end(input.slice(half));
  });
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout: await stdout, stderr };
}

describe("what is piped in slowly", () => {
  it("is waited for by exposure", async () => {
    const open = [{ Id: "1", Name: "/open", Config: { Image: "app", Labels: { "traefik.enable": "true" } } }];
    const done = await slowly(["exposure", "--containers", "-", "--json"], JSON.stringify(open));
    assert.deepEqual(JSON.parse(done.stdout), { exposed: ["open"], excluded: [] }, done.stderr);
    assert.equal(done.status, 1);
  });

  it("is waited for by assess", async () => {
    const done = await slowly(
      ["assess", "--compose", "-", "--json"],
      "services:\n  photos: { image: x/immich-server }\n",
    );
    assert.equal(done.status, 0, done.stderr);
    const { services } = JSON.parse(done.stdout) as { services: { service: string }[] };
    assert.deepEqual(
      services.map(({ service }) => service),
      ["photos"],
    );
  });
});

describe("a file that cannot be read", () => {
  it("is named, without advice that belongs to another way of asking", async () => {
    const done = await slowly(["assess", "--compose", "no-such-file.yaml"], "");
    assert.equal(done.status, 2);
    assert.match(done.stderr, /no-such-file\.yaml cannot be read: ENOENT/);
    assert.doesNotMatch(done.stderr, /--stack/);
  });
});
