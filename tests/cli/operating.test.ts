/** The operating commands against the authentik double: audit trail, ended sessions, events that wait. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readEvents } from "../../cli/audit/readEvents";
import { AuthentikClient, AuthentikError } from "../../cli/authentik/client";
import { Journal, operatorEvent } from "../../cli/authentik/journal";
import { readTrail } from "../../cli/commands/auditLog";
import { describeRevocation, revokeUser } from "../../cli/commands/revoke";
import { EXIT, UserError } from "../../cli/errors";
import { recordEvent } from "../../testbed/authentik/events";
import type { CoreSessionRow } from "../../testbed/authentik/login/coreSession";
import { freePort } from "../double/restDatabase";
import { openWorld, TOKEN, type World } from "../double/restWorld";

const PERIOD = { since: new Date(Date.now() - 3_600_000), until: new Date(Date.now() + 3_600_000), traefikLog: false };

let world: World;
let authentik: AuthentikClient;
let folder: string;

before(async () => {
  world = await openWorld();
  const url = await world.app.listen({ host: "127.0.0.1", port: 0 });
  authentik = new AuthentikClient({ url, token: TOKEN });
  folder = mkdtempSync(join(tmpdir(), "authentik-sso-operating-"));
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const journalOf = (stack: string) => new Journal({ workFolder: folder, stack });

async function unreachable(): Promise<AuthentikClient> {
  return new AuthentikClient({ url: `http://127.0.0.1:${await freePort()}`, token: TOKEN });
}

async function addUser(username: string): Promise<number> {
  const { json, status } = await world.call("POST", "/core/users/", { username, name: username });
  assert.equal(status, 201);
  return Number(json.pk);
}

async function addSession(user: number): Promise<string> {
  const id = randomUUID().replaceAll("-", "").repeat(2);
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  const seen = { lastIp: "10.0.0.7", lastUserAgent: "test" };
  const session: CoreSessionRow = { id, uuid: randomUUID(), user, authTime: 1, ...seen, expires };
  await world.store.put("core_session", id, session);
  return id;
}

describe("events that this command line writes", () => {
  it("reach authentik, once, and stand in the trail", async () => {
    const journal = journalOf("reach");
    journal.add(
      operatorEvent({ what: "break_glass_opened", service: "grafana", from: "10.0.0.0/24", detail: "a drill" }),
    );
    const { rows } = await readTrail({ authentik, journal }, PERIOD);
    const own = rows.filter(({ what }) => what === "break_glass_opened");
    assert.deepEqual(
      own.map(({ service, from, outcome, detail }) => [service, from, outcome, detail]),
      [["grafana", "10.0.0.0/24", "allowed", "a drill"]],
    );
    assert.deepEqual(journal.pending(), []);
    await readTrail({ authentik, journal }, PERIOD);
    assert.equal((await authentik.all("/events/events/", { action: "custom_" })).length, 1);
  });

  it("wait while authentik is down, are in the trail all the same, and are written when it is back", async () => {
    const journal = journalOf("wait");
    const down = await unreachable();
    journal.add(operatorEvent({ what: "break_glass_opened", service: "wiki", from: "", detail: "first" }));
    journal.add(operatorEvent({ what: "break_glass_closed", service: "wiki", from: "", detail: "second" }));
    assert.match((await journal.flush(down)) ?? "", /does not answer/);
    const dark = await readTrail({ authentik: down, journal }, PERIOD);
    assert.deepEqual(
      dark.rows.map(({ what, service }) => [what, service]),
      [
        ["break_glass_opened", "wiki"],
        ["break_glass_closed", "wiki"],
      ],
    );
    assert.match(dark.notes.join(), /authentik's events could not be read/);

    assert.equal(await journal.flush(authentik), undefined);
    assert.ok(!existsSync(join(folder, "wait.events.json")));
    const trail = await readTrail({ authentik, journal }, { ...PERIOD, service: "wiki" });
    assert.deepEqual(
      trail.rows.map(({ detail }) => detail),
      ["first", "second"],
    );
    assert.deepEqual(trail.notes, []);
  });

  it("are refused by authentik under a name of their own, so the name stands in the context", async () => {
    await assert.rejects(
      authentik.call("POST", "/events/events/", { action: "break_glass_opened", app: "x" }),
      /answers 400/,
    );
  });
});

describe("the audit trail of the double", () => {
  it("tells logins, failures and changes, over many pages, and stops at the beginning of the period", async () => {
    const busy = await openWorld();
    try {
      const url = await busy.app.listen({ host: "127.0.0.1", port: 0 });
      const client = new AuthentikClient({ url, token: TOKEN });
      const user = (await busy.store.list("user")).find(({ username }) => username === "akadmin");
      assert.ok(user);
      for (let n = 0; n < 230; n += 1) {
        await recordEvent(busy.context, {
          action: "login",
          app: "authentik.events.signals",
          user,
          context: { auth_method: "password" },
        });
      }
      const failed = { username: "alice", password: "hunter2-hunter2" };
      await recordEvent(busy.context, {
        action: "login_failed",
        app: "authentik.events.signals",
        context: failed,
        clientIp: "10.0.0.9",
      });
      const trail = await readTrail({ authentik: client, journal: journalOf("busy") }, PERIOD);
      assert.equal(trail.rows.filter(({ what }) => what === "login").length, 230);
      const alice = trail.rows.filter(({ who }) => who === "alice");
      assert.deepEqual(
        alice.map(({ what, from, outcome }) => [what, from, outcome]),
        [["login_failed", "10.0.0.9", "failed"]],
      );
      assert.ok(!JSON.stringify(trail).includes("hunter2"));

      await client.call("POST", "/core/groups/", { name: "made-by-the-program" });
      const journal = journalOf("busy");
      const usual = await readTrail({ authentik: client, journal }, PERIOD);
      assert.deepEqual(usual.rows, trail.rows, "changes of objects are no accesses");
      assert.equal(usual.leftOut, trail.leftOut + 1);
      const all = await readTrail({ authentik: client, journal }, { ...PERIOD, all: true });
      assert.equal(all.rows.length, usual.rows.length + usual.leftOut);
      assert.equal(all.leftOut, 0);
      assert.match(all.rows.at(-1)?.detail ?? "", /group "made-by-the-program"/);

      const said: string[] = [];
      const short = await readEvents(client, PERIOD.since, (text) => said.push(text), 2);
      assert.equal(short.truncated, true, "what is cut is said");
      assert.match(said.at(-1) ?? "", /page 2 of \d/);
      const future = await readEvents(client, PERIOD.until, (text) => said.push(text));
      assert.equal(future.truncated, false);
      assert.match(said.at(-1) ?? "", /page 1 of/, "older pages are not asked for");
    } finally {
      await busy.close();
    }
  });
});

describe("revoke", () => {
  const options = { deactivate: false, tokens: false };

  it("ends the user's sessions, and nobody else's", async () => {
    const [alice, bob] = [await addUser("alice"), await addUser("bob")];
    const ids = [await addSession(alice), await addSession(alice)];
    const other = await addSession(bob);
    const done = await revokeUser(authentik, "alice", options);
    assert.equal(done.sessions, 2);
    for (const id of ids) assert.equal(await world.store.get("core_session", id), undefined);
    assert.ok(await world.store.get("core_session", other));
    assert.match(done.livesOn.join(), /log in again at once.*|--tokens/);
    assert.equal((await revokeUser(authentik, "alice", options)).sessions, 0, "again is fine");
    assert.equal((await world.call("GET", `/core/users/${alice}/`)).json.is_active, true);
  });

  it("deactivates and ends tokens when asked to, and says which it could not see", async () => {
    const carol = await addUser("carol");
    await addSession(carol);
    await world.call("POST", "/core/tokens/", { identifier: "carol-api", user: carol, intent: "api" });
    const done = await revokeUser(authentik, "carol", { deactivate: true, tokens: true });
    assert.deepEqual([done.sessions, done.tokens, done.deactivated], [1, 1, true]);
    assert.equal((await world.call("GET", "/core/tokens/carol-api/")).status, 404);
    assert.equal((await world.call("GET", `/core/users/${carol}/`)).json.is_active, false);
    assert.ok(!done.livesOn.join().includes("--deactivate"));
  });

  it("knows no user by a part of the name, and never cuts off its own branch", async () => {
    await assert.rejects(revokeUser(authentik, "ali", options), /has no user "ali"/);
    for (const cut of [
      { deactivate: true, tokens: false },
      { deactivate: false, tokens: true },
    ]) {
      await assert.rejects(revokeUser(authentik, "akadmin", cut), /this stack itself works as/);
    }
    assert.equal((await revokeUser(authentik, "akadmin", options)).user, "akadmin");
    assert.equal((await world.call("GET", "/core/users/me/")).status, 200);
  });
});

describe("revoke that is told to people", () => {
  it("counts in words that fit", () => {
    const done = { user: "alice", sessions: 1, tokens: 0, deactivated: false, livesOn: [] };
    assert.equal(describeRevocation(done), "1 session, 0 tokens");
    assert.equal(
      describeRevocation({ ...done, sessions: 2, tokens: 1, deactivated: true }),
      "2 sessions, 1 token; the account is deactivated",
    );
  });

  it("says what to do when authentik is down, and that nothing may be taken for ended", async () => {
    const down = await unreachable();
    await assert.rejects(revokeUser(down, "alice", { deactivate: false, tokens: false }), (error: unknown) => {
      assert.ok(error instanceof UserError, "the command line prints no stack trace");
      assert.equal(error.exitCode, EXIT.failed);
      assert.match(error.message, /alice are ended: authentik at .* does not answer: [\s\S]*What to do: .*status/);
      return true;
    });
  });
});

describe("the client", () => {
  it("tells neither token nor answer in an error", async () => {
    const wrong = new AuthentikClient({ url: "http://127.0.0.1:9", token: "a-secret-token" });
    await assert.rejects(wrong.call("GET", "/core/users/me/?x=secret"), (error: unknown) => {
      assert.ok(error instanceof AuthentikError);
      assert.ok(error instanceof UserError, "no command ends with a stack trace of it");
      assert.ok(!error.message.includes("secret"));
      return true;
    });
    const address = world.app.server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const stranger = new AuthentikClient({ url: `http://127.0.0.1:${port}/api/v3/`, token: "bad" });
    await assert.rejects(stranger.call("GET", "/core/users/"), { status: 403 });
  });
});
