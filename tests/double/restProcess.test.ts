import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleDouble } from "../../testbed/images/artifacts";
import { MailServer } from "../support/mailServer";
import { type Database, findDatabase, freePort } from "./restDatabase";

/** Server and worker as processes of their own, bundled as in the image, on a real Postgres: the first start. */

const TOKEN = "the-bootstrap-token-of-this-test";
const PASSWORD = "the-bootstrap-password-of-this-test";

const mailbox = new MailServer({ login: { user: "gate", password: "smtp-key-of-this-test" } });

let database: Database | undefined;
let folder: string;
let main: string;
let port: number;
const children = new Set<ChildProcess>();

before(async () => {
  database = await findDatabase();
  folder = mkdtempSync(join(tmpdir(), "authentik-double-process-"));
  main = join(folder, "main.cjs");
  writeFileSync(main, await bundleDouble());
  for (const role of ["server", "worker"]) mkdirSync(join(folder, role));
  port = await freePort();
  writeFileSync(join(folder, "password"), `${database?.config.password ?? ""}\n`);
  writeFileSync(join(folder, "smtp"), "smtp-key-of-this-test\n");
  await mailbox.start();
});
after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await database?.remove();
  await mailbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

function environment(role: string, more: { [name: string]: string } = {}): NodeJS.ProcessEnv {
  const { host, port: databasePort, name, user } = database?.config ?? { host: "", port: 0, name: "", user: "" };
  const temporary = join(folder, role);
  return {
    PATH: process.env.PATH,
    TMPDIR: temporary,
    AUTHENTIK_POSTGRESQL__HOST: host,
    AUTHENTIK_POSTGRESQL__PORT: String(databasePort),
    AUTHENTIK_POSTGRESQL__NAME: name,
    AUTHENTIK_POSTGRESQL__USER: "env://DATABASE_USER",
    DATABASE_USER: user,
    AUTHENTIK_POSTGRESQL__PASSWORD: `file://${join(folder, "password")}`,
    AUTHENTIK_SECRET_KEY: "a secret key of fifty characters, for this test only",
    AUTHENTIK_LISTEN__HTTP: `127.0.0.1:${port}`,
    AUTHENTIK_DOUBLE_BLUEPRINT_DELAY_MS: "1500",
    AUTHENTIK_DOUBLE_BLUEPRINT_STEP_MS: "150",
    AUTHENTIK_DOUBLE_WORKER_POLL_MS: "100",
    ...more,
  };
}

interface Running {
  output: () => string;
  /** Exit code, once it has ended by itself. */
  ended: Promise<number | null>;
  stop: () => Promise<number | null>;
}

function start(role: "server" | "worker", more: { [name: string]: string } = {}): Running {
  const env = environment(role, more);
  const child = spawn(process.execPath, [main, role], { env, cwd: folder });
  children.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    output: () => output,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const code = await ended;
      children.delete(child);
      return code;
    },
  };
}

function healthcheck(role: string): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, "healthcheck"], { env: environment(role), cwd: folder }, (error, stdout) => {
      resolve({ code: error ? 1 : 0, text: stdout });
    });
  });
}

async function until<T>(what: string, check: () => Promise<T | undefined>, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check().catch(() => undefined);
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `${what}: not within ${seconds} s`);
    await sleep(50);
  }
}

async function status(path: string, token = TOKEN): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  return answer.status;
}

async function create(path: string, body: object): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v3${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 201, path);
  return String(((await answer.json()) as { pk: unknown }).pk);
}

/** A rule that mails the administrator of an event of one's own, and that event. */
async function raiseAlert(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v3/core/groups/?name=authentik%20Admins`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const [group] = ((await answer.json()) as { results: { pk: string }[] }).results;
  const transport = await create("/events/transports/", { name: "mail", mode: "email" });
  const rule = { name: "alert", transports: [transport], destination_group: group?.pk };
  const target = await create("/events/rules/", rule);
  const policy = await create("/policies/event_matcher/", { name: "alert", action: "custom_" });
  await create("/policies/bindings/", { target, policy, order: 0 });
  await create("/events/events/", { action: "custom_", app: "test", context: { message: "the alert of this test" } });
}

const reaches = (path: string, wanted: number) => async () => ((await status(path)) === wanted ? true : undefined);

async function count(path: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v3${path}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return ((await answer.json()) as { pagination?: { count: number } }).pagination?.count ?? -1;
}

describe("server and worker on a real Postgres", () => {
  it("start in any order, are ready before they are set up, and keep their data over restarts", {
    timeout: 120_000,
  }, async (t) => {
    if (!database) {
      const reason = "NO POSTGRES: neither /usr/lib/postgresql nor the image authentik-sso.testbed/postgres was found";
      assert.ok(!process.env.CI, reason);
      process.stderr.write(`${reason}\n`);
      return t.skip(reason);
    }
    const bootstrap = { AUTHENTIK_BOOTSTRAP_TOKEN: TOKEN, AUTHENTIK_BOOTSTRAP_PASSWORD: PASSWORD };

    assert.equal((await healthcheck("server")).code, 1, "nothing runs yet");
    const server = start("server");
    await until("live without a database", reaches("/-/health/live/", 200));
    assert.equal(await status("/-/health/ready/"), 503);
    assert.equal(await status("/api/v3/root/config/"), 503);
    assert.equal((await healthcheck("server")).code, 1);

    await database.start();
    await until("ready with the database", reaches("/-/health/ready/", 200), 30);
    assert.equal((await healthcheck("server")).code, 0);
    const { host, port: mailPort, from } = mailbox.settings();
    const worker = start("worker", {
      ...bootstrap,
      AUTHENTIK_EMAIL__HOST: host,
      AUTHENTIK_EMAIL__PORT: String(mailPort),
      AUTHENTIK_EMAIL__USERNAME: "gate",
      AUTHENTIK_EMAIL__PASSWORD: `file://${join(folder, "smtp")}`,
      AUTHENTIK_EMAIL__FROM: from,
    });
    assert.equal(await status("/api/v3/root/config/"), 200);
    assert.equal(await status("/api/v3/core/users/me/"), 403, "ready, and yet the token is not known");
    await until("the token", reaches("/api/v3/core/users/me/", 200));
    assert.equal(await count("/flows/instances/"), 0, "the token is known before the flows are there");
    assert.ok((await count("/managed/blueprints/")) > 0);
    await until("the flows", async () => ((await count("/flows/instances/")) > 0 ? true : undefined));
    await until("blueprints", async () => {
      const url = `http://127.0.0.1:${port}/api/v3/managed/blueprints/?page_size=100`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
      const { results } = (await answer.json()) as { results: { status: string }[] };
      return results.every((one) => one.status === "successful") ? true : undefined;
    });
    assert.equal(await count("/outposts/instances/?managed__iexact=goauthentik.io/outposts/embedded"), 1);
    assert.equal((await healthcheck("worker")).code, 0);
    await raiseAlert();
    const mail = await until("the mail of the worker", async () => mailbox.mails[0]);
    assert.equal(mail.user, "gate");
    assert.match(mail.text, /the alert of this test/);
    assert.equal(await worker.stop(), 0);

    const again = start("worker", { AUTHENTIK_BOOTSTRAP_TOKEN: "another", AUTHENTIK_BOOTSTRAP_PASSWORD: "another" });
    await until("the second start", async () => (again.output().includes("blueprint status") ? true : undefined));
    assert.equal(await status("/api/v3/core/users/me/"), 200);
    assert.equal(
      await status("/api/v3/core/users/me/", "another"),
      403,
      "the environment counts on the first start only",
    );

    await database.stop();
    await until("not ready without the database", reaches("/-/health/ready/", 503));
    await until("503 on every other path", reaches("/api/v3/root/config/", 503));
    assert.equal(await status("/-/health/live/"), 200);
    await database.start();
    await until("ready again", reaches("/-/health/ready/", 200), 30);
    await until("the token again", reaches("/api/v3/core/users/me/", 200));

    assert.equal(await again.stop(), 0);
    assert.equal(await server.stop(), 0);
    assert.match(server.output(), new RegExp(`authentik double.*listening.*127.0.0.1:${port}`));
    for (const secret of [TOKEN, PASSWORD, "a secret key of fifty", "smtp-key-of-this-test"]) {
      assert.ok(!`${server.output()}${worker.output()}`.includes(secret), "a secret is in the log");
    }
  });

  it("say which variable is wrong and end, instead of starting with a guess", async () => {
    const cases: [changes: { [name: string]: string }, text: RegExp][] = [
      [{ AUTHENTIK_SECRET_KEY: "" }, /AUTHENTIK_SECRET_KEY is not set/],
      [{ AUTHENTIK_EMAIL__USE_TLS: "maybe" }, /AUTHENTIK_EMAIL__USE_TLS is \\"maybe\\"/],
      [{ AUTHENTIK_POSTGRESQL__PORT: "x" }, /AUTHENTIK_POSTGRESQL__PORT is \\"x\\"/],
      [{ AUTHENTIK_POSTGRESQL__PASSWORD: "file:///no/such/file" }, /AUTHENTIK_POSTGRESQL__PASSWORD points to the file/],
    ];
    await Promise.all(
      cases.map(async ([changes, text]) => {
        const running = start("server", changes);
        assert.equal(await running.ended, 1);
        assert.match(running.output(), text);
      }),
    );
  });
});
