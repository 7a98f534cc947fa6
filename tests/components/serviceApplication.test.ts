import assert from "node:assert/strict";
import { test } from "node:test";
import * as authentik from "@pulumi/authentik";
import type { SsoContract } from "authentik-sso";
import { CONTRACT as GATE_CONTRACT, GATE_FACTS } from "../support/gateFacts";
import { readyAuthentik } from "./readyAuthentik";
import { only, recordResources, settled } from "./recordedResources";

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

test("how long a login opens the service is what the gate says; an hour where an older gate says nothing", async () => {
  const provider = new authentik.Provider("authentik", { url: await readyAuthentik(), token: "t" });
  const { ServiceApplication } = await import("../../components/service/serviceApplication");
  const flows = { authorization: "1", invalidation: "2" };
  for (const [name, more] of [
    ["older", {}],
    ["newer", { applicationValidity: "minutes=5" }],
  ] as const) {
    const contract = { ...CONTRACT, flows, outpostId: "outpost", ...more };
    const args = { title: name, host: `${name}.example.com`, groups: ["users"], contract };
    new ServiceApplication(name, args, { providers: [provider] });
  }
  await settled();
  const validity = (name: string) =>
    only(recorded, "authentik:index/providerProxy:ProviderProxy", `${name}-provider`).inputs.accessTokenValidity;
  assert.equal(validity("older"), "hours=1");
  assert.equal(validity("newer"), "minutes=5");
});

test("something that is no container gets a provider for its host as well, and needs the contract for it", async () => {
  const provider = new authentik.Provider("authentik", { url: await readyAuthentik(), token: "t" });
  const { application, ExternalService } = await import("authentik-sso");
  const access = application({ groups: ["users"] });
  const args = { gate: GATE_FACTS, url: "https://192.168.1.10:8006", access };
  assert.throws(
    () => new ExternalService("nas", args, { providers: [provider] }),
    /'nas': application\(\) needs the gate's contract/,
  );
  new ExternalService(
    "proxmox",
    { ...args, contract: { ...GATE_CONTRACT, groups: { users: "1" } } },
    { providers: [provider] },
  );
  await settled();
  const { inputs } = only(recorded, "authentik:index/providerProxy:ProviderProxy", "proxmox-application-provider");
  assert.equal(inputs.mode, "forward_single");
  assert.equal(inputs.externalHost, "https://proxmox.example.com");
});
