import assert from "node:assert/strict";
import { test } from "node:test";
import * as authentik from "@pulumi/authentik";
import type { SsoContract } from "authentik-sso";
import { recordResources } from "./recordedResources";

const recorded = recordResources();
const CONTRACT = { groups: { users: "1" } } as unknown as SsoContract;

async function make(groups: string[], providers: authentik.Provider[]) {
  const { ServiceApplication } = await import("../../components/service/serviceApplication");
  const args = { title: "wiki", host: "wiki.example.com", groups, contract: CONTRACT };
  return () => new ServiceApplication("wiki", args, { providers });
}

const none = () =>
  assert.deepEqual(
    recorded.filter(({ type }) => type.startsWith("authentik:")),
    [],
  );

test("a service without a configured provider is told what it needs, before anything is made", async () => {
  assert.throws(await make(["users"], []), /'wiki' needs an authentik\.Provider.*providers: \[new authentik\.Provider/);
  none();
});

test("a service without a group is refused, since everybody could enter", async () => {
  const provider = new authentik.Provider("authentik", { url: "http://127.0.0.1:9", token: "t" });
  assert.throws(await make([], [provider]), /'wiki' has no groups.*Name at least one group/);
  none();
});
