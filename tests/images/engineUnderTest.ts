/** What the tests with a real engine share: finding it, running containers that go away again, asking inside them. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type Dockerode from "dockerode";
import { ensureEngine } from "../../cli/engine/ensureEngine";

/** Everything the tests make carries this label. */
const LABEL = "authentik-sso.test";

/** The engine, or undefined with a loud line: then only the tests that need one are skipped. */
export async function engineOrSkip(): Promise<Dockerode | undefined> {
  try {
    const { docker } = await ensureEngine({ install: true, report: (line) => console.log(line) });
    return docker;
  } catch (error) {
    console.error(`\n!!! SKIPPED: tests of the images need a Docker Engine, and none can be had:\n${error}\n`);
    return undefined;
  }
}

/** A tar archive of text files. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "sso-test-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return execFileSync("tar", ["-c", "-C", folder, "--owner=0", "--group=0", ...Object.keys(files)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes containers, volumes and networks under names of their own and removes them all. */
export class Bench {
  readonly prefix = `sso-test-images-${randomBytes(4).toString("hex")}`;
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  constructor(readonly docker: Dockerode) {}

  async network(): Promise<string> {
    const name = `${this.prefix}-net`;
    const network = await this.docker.createNetwork({ Name: name, Internal: true, Labels: { [LABEL]: this.prefix } });
    this.#cleanups.push(() => network.remove());
    return name;
  }

  async volume(name: string): Promise<string> {
    const full = `${this.prefix}-${name}`;
    await this.docker.createVolume({ Name: full, Labels: { [LABEL]: this.prefix } });
    this.#cleanups.push(() => this.docker.getVolume(full).remove());
    return full;
  }

  /** Starts a container that the others on its network reach by `name`. `files` are put in before: path -> content. */
  async start(
    name: string,
    options: Dockerode.ContainerCreateOptions,
    files: Readonly<Record<string, string>> = {},
  ): Promise<Dockerode.Container> {
    const network = options.HostConfig?.NetworkMode ?? "";
    const container = await this.docker.createContainer({
      ...options,
      name: `${this.prefix}-${name}`,
      Hostname: name,
      Labels: { [LABEL]: this.prefix },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
    });
    if (Object.keys(files).length > 0) await container.putArchive(archive(files), { path: "/" });
    this.#cleanups.push(() => container.remove({ force: true, v: true }).catch(() => undefined));
    await container.start();
    return container;
  }

  /** Runs a command inside and gives its output and exit code. */
  async exec(
    container: Dockerode.Container,
    command: readonly string[],
    options: { readonly env?: readonly string[]; readonly user?: string } = {},
  ): Promise<{ code: number; output: string }> {
    const exec = await container.exec({
      Cmd: [...command],
      AttachStdout: true,
      AttachStderr: true,
      ...(options.env ? { Env: [...options.env] } : {}),
      ...(options.user ? { User: options.user } : {}),
    });
    const stream = await exec.start({});
    const sink = new PassThrough();
    this.docker.modem.demuxStream(stream, sink, sink);
    let output = "";
    sink.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    await new Promise((resolve) => stream.on("end", resolve));
    return { code: (await exec.inspect()).ExitCode ?? -1, output };
  }

  /** Repeats a command inside until it ends with 0; the last output is the error's text. */
  async until(container: Dockerode.Container, command: readonly string[], seconds = 30): Promise<string> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { code, output } = await this.exec(container, command).catch((error: Error) => ({
        code: -1,
        output: error.message,
      }));
      if (code === 0) return output;
      if (Date.now() > deadline) throw new Error(`${command.join(" ")}: ${output}\n${await this.logs(container)}`);
      await sleep(300);
    }
  }

  /** Everything a container wrote. */
  async logs(container: Dockerode.Container): Promise<string> {
    const raw = (await container.logs({ stdout: true, stderr: true })) as unknown as Buffer;
    return raw.toString("utf8");
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups.reverse()) await cleanup();
  }
}
