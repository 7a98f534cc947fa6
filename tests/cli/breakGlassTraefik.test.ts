/** The file of an emergency route, served by the real Traefik on loopback. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { hash } from "bcryptjs";
import { renderRoute, routeFileName } from "../../cli/breakGlass/routeFile";
import { OUTPOST_PRIORITY, outpostRule } from "../../components/routing";
import { traefikBinary } from "../../testbed/oracle/real/binary";
import { writeCertificate } from "../../testbed/oracle/real/certificate";
import { freePort } from "../double/restDatabase";

const HOST = "grafana.example.com";
const INSIDE = "127.0.0.2";
const OUTSIDE = "127.0.0.1";

interface Answer {
  readonly status: number;
  /** Which server answered: `app`, `login`, `outpost`, or nobody. */
  readonly by: string;
  readonly seen: IncomingHttpHeaders;
}

describe("an emergency route in the real Traefik", {
  skip: process.platform === "linux" ? false : "a Linux binary",
}, () => {
  let folder: string;
  let directory: string;
  let port: number;
  let traefik: ChildProcess | undefined;
  const servers: Server[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "authentik-sso-break-glass-"));
    directory = join(folder, "dynamic");
    await mkdir(directory);
    const [app, login, outpost] = await Promise.all(["app", "login", "outpost"].map(listen));
    const router = (rule: string, service: string, priority?: number) => ({
      rule,
      service,
      entryPoints: ["websecure"],
      tls: {},
      ...(priority !== undefined && { priority }),
    });
    const server = (at: number | undefined) => ({ loadBalancer: { servers: [{ url: `http://127.0.0.1:${at}` }] } });
    const document = {
      http: {
        routers: {
          // The highest priority that the model lets a service have would still lose.
          grafana: router(`Host(\`${HOST}\`)`, "login", 1_000_000),
          wiki: router("Host(`wiki.example.com`)", "login"),
          outpost: router(outpostRule(["example.com"]), "outpost", OUTPOST_PRIORITY),
        },
        services: { app: server(app), login: server(login), outpost: server(outpost) },
      },
    };
    writeFileSync(join(directory, "base.yml"), JSON.stringify(document));
    renameSync(await writeCertificate(folder), join(directory, "tls.yaml"));
    port = await freePort();
    traefik = spawn(
      await traefikBinary(() => undefined),
      [
        `--entrypoints.websecure.address=127.0.0.1:${port}`,
        "--entrypoints.websecure.http.tls=true",
        `--providers.file.directory=${directory}`,
        "--providers.file.watch=true",
        "--providers.providersthrottleduration=50ms",
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
      ],
      { stdio: "ignore", cwd: folder, env: { HOME: folder } },
    );
    // Loopback addresses reach a listener on 127.0.0.1 from any address of 127.0.0.0/8.
    await until(async () => (await ask(OUTSIDE)).by === "login");
  });

  after(() => {
    traefik?.kill("SIGKILL");
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function listen(name: string): Promise<number> {
    const server = createServer((incoming, response) => {
      response.setHeader("x-by", name);
      response.end(JSON.stringify(incoming.headers));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    return typeof bound === "object" && bound ? bound.port : 0;
  }

  function ask(
    from: string,
    options: { path?: string; host?: string; auth?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { path = "/", host = HOST, auth, headers = {} } = options;
    return new Promise((resolve) => {
      const nobody = { status: 0, by: "", seen: {} };
      request(
        {
          host: "127.0.0.1",
          port,
          path,
          localAddress: from,
          agent: false,
          servername: host,
          rejectUnauthorized: false,
          headers: { ...headers, host },
          ...(auth !== undefined && { auth }),
        },
        (response) => {
          let body = "";
          response.on("data", (chunk) => (body += String(chunk)));
          response.on("end", () => {
            const by = String(response.headers["x-by"] ?? "");
            resolve({ status: response.statusCode ?? 0, by, seen: by === "" ? {} : JSON.parse(body) });
          });
        },
      )
        .on("error", () => resolve(nobody))
        .end();
    });
  }

  const file = () => join(directory, routeFileName("grafana"));

  /** Puts the file there the way the timer does. */
  async function place(seconds = 600): Promise<void> {
    const text = renderRoute({
      service: "grafana",
      host: HOST,
      traefikService: "app@file",
      from: [`${INSIDE}/32`],
      entryPoint: "websecure",
      certResolver: "",
      user: "emergency-1",
      hash: await hash("the-password", 4),
      deadline: Math.floor(Date.now() / 1000) + seconds,
    });
    writeFileSync(`${file()}.new`, text);
    renameSync(`${file()}.new`, file());
  }

  const auth = "emergency-1:the-password";

  it("lets in from its range with the password, and nobody else", async () => {
    await place();
    await until(async () => (await ask(INSIDE, { auth })).by === "app");
    assert.equal((await ask(INSIDE)).status, 401);
    assert.equal((await ask(INSIDE, { auth: "emergency-1:wrong" })).status, 401);
    assert.equal((await ask(INSIDE, { auth: "admin:the-password" })).status, 401);
    assert.equal((await ask(OUTSIDE, { auth })).by, "login", "who is outside meets the login as always");
    const forged = { "x-forwarded-for": INSIDE, "x-real-ip": INSIDE, forwarded: `for=${INSIDE}` };
    assert.equal((await ask(OUTSIDE, { auth, headers: forged })).by, "login", "a header makes nobody an insider");
    assert.equal(
      (await ask(INSIDE, { auth, host: "wiki.example.com" })).by,
      "login",
      "other services stay as they are",
    );
  });

  it("leaves the outpost's path to authentik, and hands the app neither password nor a forged identity", async () => {
    await place();
    await until(async () => (await ask(INSIDE, { auth })).by === "app");
    assert.equal((await ask(INSIDE, { auth, path: "/outpost.goauthentik.io/start" })).by, "outpost");
    const headers = { "x-authentik-username": "akadmin", "X-AUTHENTIK-GROUPS": "admins", "x-authentik-jwt": "x" };
    const { seen } = await ask(INSIDE, { auth, headers });
    assert.deepEqual(
      Object.keys(seen).filter((name) => name === "authorization" || name.startsWith("x-authentik")),
      [],
    );
  });

  it("closes when the file goes", async () => {
    await place();
    await until(async () => (await ask(INSIDE, { auth })).by === "app");
    rmSync(file());
    await until(async () => (await ask(INSIDE, { auth })).by === "login");
  });

  it("opens nothing after its end, even if its file is still there when Traefik reads the directory again", async () => {
    await place(2);
    await until(async () => (await ask(INSIDE, { auth })).by === "app");
    await sleep(2100);
    writeFileSync(join(directory, "other.yml"), "# something else changed\n");
    await until(async () => (await ask(INSIDE, { auth })).by === "login");
    assert.equal((await ask(INSIDE, { auth, host: "wiki.example.com" })).by, "login", "the other files still count");
    rmSync(file());
  });
});

async function until(check: () => Promise<boolean>, seconds = 15): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await check())) {
    assert.ok(Date.now() < deadline, `not within ${seconds} s`);
    await sleep(50);
  }
}
