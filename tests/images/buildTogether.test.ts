/** Building while another process builds, and after one was killed: both with an image of their own on the real engine. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { IMAGES } from "../../components/versions";
import { ensureImages } from "../../testbed/images";
import { engineOrSkip } from "./engineUnderTest";

const CHECKOUT = resolve(__dirname, "..", "..");

/** A process that builds, what it said, and its end. */
interface Builder {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves with the exit code, or the signal it died of. */
  readonly end: Promise<number | string>;
}

describe("building images", { concurrency: false }, async () => {
  const docker = await engineOrSkip();
  if (!docker) {
    test("is safe", { skip: "no Docker Engine can be had" }, () => undefined);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "sso-build-"));
  const cache = join(folder, "authentik-sso", "images");
  const made: string[] = [];

  before(async () => {
    // The base and the other images; only the double of each test below is then left to build.
    await ensureImages({ docker, offline: true, references: IMAGES, report: (line) => console.log(line) });
  });
  after(async () => {
    for (const reference of made) await docker.getImage(reference).remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Both images of a double: authentik's, and that of its outpost. */
  const keep = (builder: Builder): void => {
    made.push(...[...builder.said().matchAll(/^(?:have|and) (\S+)$/gm)].map(([, reference]) => reference ?? ""));
  };
  /** The entry point of a double that no engine has seen. */
  const newDouble = (): string => {
    const entry = join(folder, `double-${randomBytes(4).toString("hex")}.ts`);
    writeFileSync(entry, `console.log(${JSON.stringify(entry)});`);
    return entry;
  };
  const startBuild = (doubleEntry: string): Builder => {
    const script = join(folder, "build.ts");
    writeFileSync(
      script,
      `import Dockerode from "dockerode";
       import { IMAGES } from ${JSON.stringify(join(CHECKOUT, "components", "versions"))};
       import { ensureImages } from ${JSON.stringify(join(CHECKOUT, "testbed", "images"))};
       const docker = new Dockerode();
       const doubleEntry = process.argv[2];
       ensureImages({ docker, offline: true, references: IMAGES, report: (line) => console.log(line), doubleEntry })
         .then(({ references }) => console.log("have " + references.authentik + "\\nand " + references.proxy));`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script, doubleEntry], {
      cwd: CHECKOUT,
      env: { ...process.env, XDG_CACHE_HOME: folder, NODE_PATH: join(CHECKOUT, "node_modules") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    const end = new Promise<number | string>((resolve) => {
      child.on("close", (code, signal) => resolve(signal ?? code ?? -1));
    });
    return { child, said: () => text, end };
  };
  const referenceOf = (builder: Builder): string => {
    const [, reference] = builder.said().match(/^have (\S+)$/m) ?? [];
    assert.ok(reference, builder.said());
    return reference;
  };

  test("is done once where two processes want the same one", async () => {
    const entry = newDouble();
    const builders = [startBuild(entry), startBuild(entry)];
    assert.deepEqual(await Promise.all(builders.map(({ end }) => end)), [0, 0]);
    const [first, second] = builders.map(referenceOf);
    for (const builder of builders.slice(0, 1)) keep(builder);
    assert.equal(first, second);
    const built = builders.filter((builder) => builder.said().includes(`built ${first}`));
    assert.equal(built.length, 1, builders.map((builder) => builder.said()).join("\n---\n"));
  });

  test("goes on after a process was killed in the middle, and leaves nothing unfinished", async () => {
    const entry = newDouble();
    const killed = startBuild(entry);
    while (!/building \d+ images/.test(killed.said())) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(existsSync(join(cache, "unfinished")));
    killed.child.kill("SIGKILL");
    assert.equal(await killed.end, "SIGKILL");
    const next = startBuild(entry);
    assert.equal(await next.end, 0);
    keep(next);
    assert.match(next.said(), /waiting for it/, "the lock of the killed one is respected until it is stale");
    assert.equal(existsSync(join(cache, "unfinished")), false);
    await docker.getImage(referenceOf(next)).inspect();
  });
});
