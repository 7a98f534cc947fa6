import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { closedMiddleware, forwardAuthMiddleware } from "../../components/traefik/middlewares";
import { traefikBinary } from "../../testbed/oracle/real/binary";

/** The gate's middlewares in the real Traefik: what the access log says of a visitor, and what a closed page answers. */

let folder: string;
let outpost: Server;
let traefik: ChildProcess;
let port: number;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "authentik-sso-access-log-"));
  // Outpost and app in one: the app's answer shows that a request came through.
  outpost = createServer((request, response) => {
    if (request.url?.startsWith("/outpost.goauthentik.io/auth/")) response.setHeader("X-authentik-username", "alice");
    response.end("app");
  });
  const upstream = await listen(outpost);
  const free = createServer();
  port = await listen(free);
  free.close();
  const { forwardauth, ...others } = forwardAuthMiddleware("authentik");
  const auth = { ...forwardauth, address: `http://127.0.0.1:${upstream}/outpost.goauthentik.io/auth/traefik` };
  const dynamic = {
    http: {
      routers: {
        app: { rule: "Host(`app.example.com`)", service: "app", middlewares: ["authentik"] },
        closed: { rule: "Host(`closed.example.com`)", service: "app", middlewares: ["closed"] },
      },
      middlewares: { authentik: { ...others, forwardauth: auth }, closed: closedMiddleware() },
      services: { app: { loadBalancer: { servers: [{ url: `http://127.0.0.1:${upstream}` }] } } },
    },
  };
  await writeFile(join(folder, "dynamic.yml"), JSON.stringify(dynamic));
  const flags = [
    `--entrypoints.web.address=127.0.0.1:${port}`,
    `--providers.file.filename=${join(folder, "dynamic.yml")}`,
    "--accesslog=true",
    "--accesslog.format=json",
    `--accesslog.filepath=${join(folder, "access.log")}`,
  ];
  traefik = spawn(await traefikBinary(() => undefined), flags, { stdio: "ignore", cwd: folder, env: { HOME: folder } });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await status("app.example.com").catch(() => 0)) === 200) return;
    await sleep(50);
  }
  throw new Error("Traefik did not take the configuration");
});

after(async () => {
  traefik?.kill("SIGKILL");
  outpost?.closeAllConnections();
  outpost?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the access log names the user whom authentik let in", async () => {
  await status("app.example.com");
  const lines = (await readFile(join(folder, "access.log"), "utf8")).trim().split("\n");
  const users = lines.map((line) => JSON.parse(line) as { ClientUsername: string; DownstreamStatus: number });
  assert.equal(users.filter(({ DownstreamStatus }) => DownstreamStatus === 200).at(-1)?.ClientUsername, "alice");
});

test("a closed page is not there, for whoever asks", async () => {
  assert.equal(await status("closed.example.com"), 404);
});

function status(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/", headers: { host }, agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    }).on("error", reject);
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
