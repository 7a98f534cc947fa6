import assert from "node:assert/strict";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { waitForOutpostHost, waitUntilReady } from "../../components/authentik/readiness";

const TOKEN = "a-token-that-must-not-be-told";
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

type Answers = Readonly<Record<string, { status?: number; body: unknown }>>;

const LIST = { results: [{ pk: "1", status: "successful", enabled: true }] };
const READY: Answers = {
  "/api/v3/root/config/": { body: { error_reporting: {}, capabilities: [] } },
  "/api/v3/core/users/me/": { body: {} },
  "/api/v3/flows/instances/": { body: LIST },
  "/api/v3/propertymappings/provider/scope/": { body: LIST },
  "/api/v3/outposts/instances/": { body: LIST },
  "/api/v3/managed/blueprints/": { body: LIST },
};

/** A server that answers by path; every other path is 404 in plain text, as Traefik's is. */
async function serve(answers: () => Answers): Promise<string> {
  server = createServer((request, response) => {
    const answer = answers()[(request.url ?? "").split("?")[0] ?? ""];
    if (!answer) return void response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
    response.writeHead(answer.status ?? 200, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const wait = (url: string, timeoutSeconds = 0.3) =>
  waitUntilReady({ url, token: TOKEN, timeoutSeconds, intervalMs: 20 });

test("an authentik with all that the gate looks up is ready", async () => {
  await wait(await serve(() => READY), 5);
});

const cases: [string, Answers, RegExp][] = [
  ["a proxy in front answers in its place", {}, /something else than authentik.*not through Traefik/s],
  ["it is still starting", { "/api/v3/root/config/": { status: 503, body: {} } }, /answers 503.*database/s],
  [
    "the token is refused",
    { ...READY, "/api/v3/core/users/me/": { status: 403, body: {} } },
    /token is not accepted.*another installation/s,
  ],
  [
    "a default flow is missing",
    { ...READY, "/api/v3/flows/instances/": { body: { results: [] } } },
    /flow 'default-provider-authorization-implicit-consent'/,
  ],
  [
    "the embedded outpost is missing",
    { ...READY, "/api/v3/outposts/instances/": { body: { results: [] } } },
    /embedded outpost/,
  ],
  [
    "a blueprint is not applied yet",
    {
      ...READY,
      "/api/v3/managed/blueprints/": { body: { results: [{ name: "Default - Brand", status: "unknown" }] } },
    },
    /blueprints are being applied \(Default - Brand\)/,
  ],
];

for (const [what, answers, message] of cases) {
  test(`when ${what}, the error says so and what to do, and never the token`, async () => {
    const url = await serve(() => answers);
    await assert.rejects(wait(url), (error: Error) => {
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, new RegExp(TOKEN));
      return true;
    });
  });
}

test("when nothing listens, the error names the address and the reason", async () => {
  await assert.rejects(wait("http://127.0.0.1:65001"), /127\.0\.0\.1:65001.*nothing answers.*ECONNREFUSED/s);
});

test("it waits for what comes later, and tells each thing it waits for once", async () => {
  let looks = 0;
  const url = await serve(() => {
    looks += 1;
    return looks < 4 ? { "/api/v3/root/config/": { status: 503, body: {} } } : READY;
  });
  const told: string[] = [];
  await waitUntilReady({ url, token: TOKEN, timeoutSeconds: 5, intervalMs: 20, onProgress: (what) => told.push(what) });
  assert.deepEqual(told, ["authentik answers 503"]);
});

test("the outpost's host is awaited itself, since a blueprint stays successful after an update", async () => {
  let host = "https://old.example.com";
  const url = await serve(() => ({
    "/api/v3/outposts/instances/": { body: { results: [{ config: { authentik_host: host } }] } },
    "/api/v3/managed/blueprints/b/": { body: { status: "successful" } },
  }));
  setTimeout(() => {
    host = "https://auth.example.com";
  }, 100);
  const start = Date.now();
  const args = { url, token: TOKEN, blueprint: "b", host: "https://auth.example.com", intervalMs: 20 };
  await waitForOutpostHost({ ...args, timeoutSeconds: 5 });
  assert.ok(Date.now() - start >= 90);
  await assert.rejects(waitForOutpostHost({ ...args, host: "https://never", timeoutSeconds: 0.2 }), /no public host/);
});
