/** One Traefik process with one static configuration, shown one fleet after the other. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EntryPointPorts, flagsOf } from "../fleet/variants";
import { writeCertificate } from "./certificate";
import { type ContainerDocument, markerDocument } from "./documents";
import { FakeDockerEngine } from "./fakeDockerEngine";

/** Traefik has to show a new fleet within this time. Milliseconds. */
const PATIENCE_MS = 15_000;

/** Ended with this process, Ctrl-C included. */
const RUNNING = new Set<Traefik>();
process.once("exit", () => {
  for (const traefik of RUNNING) traefik.close();
});

export class Traefik {
  private count = 0;

  private constructor(
    /** What the model is told as well. */
    readonly flags: readonly string[],
    readonly ports: EntryPointPorts,
    /** The oracle's own door to Traefik's API, which the model is not told of. */
    readonly door: number,
    private readonly folder: string,
    private readonly engine: FakeDockerEngine,
    private readonly child: ChildProcess,
  ) {}

  /** Starts a process; it has no containers yet. */
  static async start(binary: string, variant: string): Promise<Traefik> {
    const folder = await mkdtemp(join(tmpdir(), "authentik-sso-oracle-"));
    const engine = await FakeDockerEngine.start(join(folder, "docker.sock"));
    const [web = 0, websecure = 0, lan = 0, door = 0] = await freePorts(4);
    const accessLog = join(folder, "access.log");
    const ports = { web, websecure, lan };
    const flags = flagsOf(variant, ports);
    const own = [
      ...flags.filter((flag) => !flag.startsWith("--api.insecure=")),
      "--api.insecure=true",
      `--entrypoints.traefik.address=127.0.0.1:${door}`,
      `--providers.docker.endpoint=unix://${engine.socket}`,
      "--providers.providersthrottleduration=20ms",
      `--providers.file.filename=${await writeCertificate(folder)}`,
      "--global.checknewversion=false",
      "--global.sendanonymoususage=false",
      `--log.filepath=${join(folder, "traefik.log")}`,
      ...(flags.includes("--accesslog=true") ? accessLogFlags(accessLog) : []),
    ];
    writeFileSync(accessLog, "");
    // Nothing of the caller's: a DOCKER_* variable, as the test command sets, would lead it to another engine.
    const child = spawn(binary, own, { stdio: "ignore", cwd: folder, env: { HOME: folder } });
    const traefik = new Traefik(flags, ports, door, folder, engine, child);
    RUNNING.add(traefik);
    return traefik;
  }

  /** Shows Traefik these containers and waits until it serves them, and no others. */
  async serve(containers: readonly ContainerDocument[], appPort: number): Promise<void> {
    const marker = `oracle-marker-${this.count++}`;
    this.engine.replace([...containers, markerDocument(marker, appPort)]);
    const started = Date.now();
    while (!(await answers(this.door, `/api/http/routers/${marker}@docker`))) {
      if (this.child.exitCode !== null) throw new Error(`Traefik ended:\n${this.log().slice(-2000)}`);
      if (Date.now() - started > PATIENCE_MS)
        throw new Error(`Traefik did not take the fleet:\n${this.log().slice(-2000)}`);
      await sleep(4);
    }
    // The API shows a configuration a moment before the last entry point has switched to it.
    await sleep(3);
    truncateSync(join(this.folder, "access.log"));
  }

  /** Requests of the current fleet on `websecure` that stand in the access log, as `host path`. */
  logged(): ReadonlySet<string> {
    const lines = readFileSync(join(this.folder, "access.log"), "utf8").split("\n");
    return new Set(
      lines.flatMap((line) => {
        const [, host, path] =
          /"RequestHost":"([^"]*)","RequestPath":"([^"]*)","entryPointName":"websecure"/.exec(line) ?? [];
        return host === undefined ? [] : [`${host} ${path}`];
      }),
    );
  }

  /** Whether the configuration opens the API to everybody, and it really answers. */
  async opensApi(): Promise<boolean> {
    return this.flags.includes("--api.insecure=true") && (await answers(this.door, "/api/version"));
  }

  /** What it wrote about itself. */
  log(): string {
    try {
      return readFileSync(join(this.folder, "traefik.log"), "utf8");
    } catch {
      return "";
    }
  }

  close(): void {
    this.child.kill("SIGKILL");
    RUNNING.delete(this);
    this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Only what tells one request from another. */
function accessLogFlags(file: string): string[] {
  return [
    `--accesslog.filepath=${file}`,
    "--accesslog.format=json",
    "--accesslog.fields.defaultmode=drop",
    ...["RequestPath", "RequestHost", "entryPointName"].map((name) => `--accesslog.fields.names.${name}=keep`),
  ];
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

/** Ports of 127.0.0.1 that nobody has right now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  return servers.map((server) => {
    const bound = server.address();
    server.close();
    return typeof bound === "object" && bound ? bound.port : 0;
  });
}
