import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleDouble } from "../../testbed/images/artifacts";
import { freePort } from "./restDatabase";
import { openWorld, results, type World } from "./restWorld";

/** The proxy role as a process of its own, bundled as in its image. */

let world: World;
let folder: string;
let port: number;
let child: ChildProcess | undefined;
let output = "";
let environment: NodeJS.ProcessEnv;

before(async () => {
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  folder = mkdtempSync(join(tmpdir(), "authentik-double-proxy-"));
  writeFileSync(join(folder, "main.cjs"), await bundleDouble());
  port = await freePort();
  environment = {
    PATH: process.env.PATH,
    TMPDIR: folder,
    AUTHENTIK_HOST: `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`,
    AUTHENTIK_HOST_BROWSER: "https://auth.example.com",
    AUTHENTIK_TOKEN: await outpostKey(),
    AUTHENTIK_LISTEN__HTTP: `127.0.0.1:${port}`,
  };
});
after(async () => {
  child?.kill("SIGKILL");
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An outpost with one provider. @returns the key of its token */
async function outpostKey(): Promise<string> {
  const flows = results(await world.call("GET", "/flows/instances/?page_size=100"));
  const flow = (slug: string) => flows.find((one) => one.slug === slug)?.pk;
  const provider = await world.call("POST", "/providers/proxy/", {
    name: "SSO",
    mode: "forward_domain",
    external_host: "https://auth.example.com",
    cookie_domain: ".example.com",
    authorization_flow: flow("default-provider-authorization-implicit-consent"),
    invalidation_flow: flow("default-provider-invalidation-flow"),
  });
  await world.call("POST", "/core/applications/", { name: "SSO", slug: "sso", provider: provider.json.pk });
  const body = { name: "edge", type: "proxy", providers: [provider.json.pk], config: {} };
  const edge = await world.call("POST", "/outposts/instances/", body);
  return String((await world.call("GET", `/core/tokens/${String(edge.json.token_identifier)}/view_key/`)).json.key);
}

function run(command: string, env = environment): ChildProcess {
  const started = spawn(process.execPath, [join(folder, "main.cjs"), command], { env });
  for (const stream of [started.stdout, started.stderr]) stream?.on("data", (text: Buffer) => (output += String(text)));
  return started;
}

async function exitOf(started: ChildProcess): Promise<number | null> {
  if (started.exitCode !== null) return started.exitCode;
  const [code] = (await once(started, "exit")) as [number | null];
  return code;
}

test("before it has started, it is unhealthy", async () => {
  assert.equal(await exitOf(run("healthcheck")), 1);
});

test("it serves what the core tells it, is healthy, and logs no secret", async () => {
  child = run("proxy");
  const url = `http://127.0.0.1:${port}/outpost.goauthentik.io`;
  for (let tries = 0; tries < 100 && !output.includes("listening"); tries += 1) await sleep(100);
  assert.equal((await fetch(`${url}/ping`)).status, 204);
  const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "wiki.example.com", "X-Forwarded-Uri": "/" };
  const answer = await fetch(`${url}/auth/traefik`, { headers, redirect: "manual" });
  assert.equal(answer.status, 302);
  assert.match(answer.headers.get("location") ?? "", /^https:\/\/auth\.example\.com\/application\/o\/authorize\//);
  assert.equal((await fetch(`${url}/static/x`)).status, 404);
  assert.equal(await exitOf(run("healthcheck")), 0);
  assert.ok(!output.includes(environment.AUTHENTIK_TOKEN ?? ""));
});

test("it ends when it is told to", async () => {
  child?.kill("SIGTERM");
  assert.equal(await exitOf(child as ChildProcess), 0);
});

test("without a token it says which variable is missing, and ends", async () => {
  const { AUTHENTIK_TOKEN: _token, ...rest } = environment;
  assert.equal(await exitOf(run("proxy", rest)), 1);
  assert.match(output, /AUTHENTIK_TOKEN is not set/);
});
