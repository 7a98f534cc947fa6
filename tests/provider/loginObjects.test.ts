import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { openWorld, TOKEN, type World } from "../double/restWorld";
import { RealEngine } from "./realEngine";

/** All that GateLogin makes, by the real engine and the stand-in plug-in, in the double. */

const WEBHOOK = "https://hooks.example.com/not-for-the-state";
const PASSWORDS = /"(?:plaintext|password|result)":\s*"[A-Za-z0-9]{20,}"/;
let world: World;
let engine: RealEngine;
let url: string;

before(async () => {
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  engine = await RealEngine.start();
});
after(async () => {
  await engine?.close();
  await world?.close();
});

async function program(): Promise<Record<string, pulumi.Output<unknown>>> {
  const [authentik, { GateLogin }] = await Promise.all([
    import("@pulumi/authentik"),
    import("../../components/login/login"),
  ]);
  const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
  const everybody = new authentik.Group("everybody", { name: "sso-users" }, { provider });
  const login = new GateLogin(
    "login",
    {
      prefix: "sso",
      domain: "example.com",
      authHost: "auth.example.com",
      gateGroup: "sso-users",
      gateGroupId: everybody.id,
      takenUsers: ["akadmin"],
      apiUrl: url,
      mail: true,
      protect: false,
      groups: [{ name: "staff" }, { name: "admins", parents: ["staff"], superuser: true }],
      users: [
        { username: "bob", email: "bob@example.com", groups: ["sso-users", "admins"] },
        { username: "alice", groups: ["sso-users"] },
        { username: "carol" },
      ],
      brand: { title: "Example" },
      audit: { webhookUrl: pulumi.secret(WEBHOOK) },
    },
    { provider },
  );
  return {
    flows: pulumi.output(login.flows),
    groups: pulumi.output(login.groupIds),
    passwords: login.initialPasswords,
  };
}

test("everything is made, a second update changes nothing, and no secret lies open", async () => {
  const stack = await engine.stack("login", program);
  const first = await stack.up();
  assert.equal(first.summary.result, "succeeded");
  const again = await stack.up();
  assert.deepEqual(Object.keys(again.summary.resourceChanges ?? {}), ["same"]);
  const refreshed = await stack.up({ refresh: true });
  assert.deepEqual(Object.keys(refreshed.summary.resourceChanges ?? {}), ["same"]);

  const state = await engine.stateFile("login");
  assert.doesNotMatch(state, /not-for-the-state/);
  assert.doesNotMatch(state, PASSWORDS);
  assert.ok(!state.includes(TOKEN));

  const { pk: bob, groups } = await one("/core/users/?username=bob");
  const names = await Promise.all((groups as string[]).map(async (pk) => (await read(`/core/groups/${pk}/`)).name));
  assert.deepEqual(names.sort(), ["admins", "sso-users"]);
  const brand = await one("/core/brands/?domain=auth.example.com");
  const flow = await read("/flows/instances/sso-login/");
  assert.equal(brand.flow_authentication, flow.pk);
  const bindings = (await read(`/flows/bindings/?target=${String(flow.pk)}&ordering=order`)).results as {
    order: number;
  }[];
  assert.deepEqual(
    bindings.map(({ order }) => order),
    [10, 20, 30, 31, 100],
  );

  // What a user changed stays, also when an update writes their groups.
  await world.call("PATCH", `/core/users/${String(bob)}/`, { name: "Robert" });
  await stack.up({ refresh: true });
  assert.equal((await read(`/core/users/${String(bob)}/`)).name, "Robert");
  await stack.destroy();
  assert.deepEqual((await read("/core/brands/?domain=auth.example.com")).results, []);
});

async function read(path: string): Promise<Record<string, unknown>> {
  const answer = await world.call("GET", path);
  assert.equal(answer.status, 200, path);
  return answer.json;
}

async function one(path: string): Promise<Record<string, unknown>> {
  const results = (await read(path)).results as Record<string, unknown>[];
  assert.equal(results.length, 1, path);
  return results[0] ?? {};
}
