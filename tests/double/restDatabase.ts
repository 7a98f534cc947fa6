import { execFile, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PostgresConfig } from "../../testbed/authentik/config";

const run = promisify(execFile);

const PASSWORD = "postgres-of-the-tests";
const IMAGE = "authentik-sso.testbed/postgres";

/** Postgres refuses to run as root; this is the user `nobody`. */
const UNPRIVILEGED = 65534;

/** A real Postgres of the test's own, on loopback, empty, switched off until {@link start}. */
export interface Database {
  config: PostgresConfig;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Stops it and leaves nothing behind. */
  remove: () => Promise<void>;
}

/** From the server's own programs if they are installed, else from the testbed image; undefined where there is neither. */
export async function findDatabase(): Promise<Database | undefined> {
  const folder = programFolder();
  const port = await freePort();
  if (folder) return fromPrograms(folder, port);
  const image = await testbedImage();
  return image ? fromImage(image, port) : undefined;
}

function programFolder(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, "bin")).find((folder) => existsSync(join(folder, "initdb")));
}

async function fromPrograms(folder: string, port: number): Promise<Database> {
  const data = mkdtempSync(join(tmpdir(), "authentik-double-postgres-"));
  const asUser = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  if (process.getuid?.() === 0) chownSync(data, UNPRIVILEGED, UNPRIVILEGED);
  const options = { ...asUser, cwd: data };
  await run(
    join(folder, "initdb"),
    ["-D", join(data, "db"), "-U", "authentik", "-A", "trust", "-E", "UTF8", "-N"],
    options,
  );
  const control = (...args: string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const child = spawn(join(folder, "pg_ctl"), ["-D", join(data, "db"), "-w", ...args], {
        ...options,
        stdio: "ignore",
      });
      child.once("error", reject);
      child.once("exit", (code) => (code === 0 ? resolve(code) : reject(new Error(`pg_ctl ${args[0]}: ${code}`))));
    });
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c fsync=off -k ${data}`;
  let running = false;
  const stop = async (): Promise<void> => {
    if (running) await control("stop", "-m", "fast");
    running = false;
  };
  return {
    config: { host: "127.0.0.1", port, name: "postgres", user: "authentik", password: PASSWORD },
    start: async () => {
      await control("start", "-o", settings);
      running = true;
    },
    stop,
    remove: async () => {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function testbedImage(): Promise<string | undefined> {
  try {
    const { stdout } = await run("docker", ["images", IMAGE, "--format", "{{.Repository}}:{{.Tag}}"]);
    return stdout.split("\n").find((line) => line !== "");
  } catch {
    return undefined;
  }
}

async function fromImage(image: string, port: number): Promise<Database> {
  const environment = [
    "-e",
    "POSTGRES_USER=authentik",
    "-e",
    `POSTGRES_PASSWORD=${PASSWORD}`,
    "-e",
    "POSTGRES_DB=authentik",
  ];
  const published = ["-p", `127.0.0.1:${port}:5432`];
  const { stdout } = await run("docker", ["create", "--user", "postgres", ...environment, ...published, image]);
  const id = stdout.trim();
  return {
    config: { host: "127.0.0.1", port, name: "authentik", user: "authentik", password: PASSWORD },
    start: async () => {
      await run("docker", ["start", id]);
    },
    stop: async () => {
      await run("docker", ["stop", id]);
    },
    remove: async () => {
      await run("docker", ["rm", "-f", "-v", id]);
    },
  };
}

/** A port of loopback that is free right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
