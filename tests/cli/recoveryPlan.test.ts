import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containersOf } from "../../cli/commands/down";
import { type EngineInventory, planRecovery, withPending } from "../../cli/recovery/plan";
import {
  CONTAINER,
  type Deployment,
  NETWORK,
  type PendingOperation,
  parseDeployment,
  type StateResource,
  VOLUME,
} from "../../cli/stack/deployment";

function urn(type: string, name: string): string {
  return `urn:pulumi:dev::authentik-sso::${type}::${name}`;
}

function resource(type: string, name: string, id: string): StateResource {
  return { urn: urn(type, name), type, id, inputs: { name }, outputs: { name } };
}

function creating(type: string, name: string): PendingOperation {
  return { type: "creating", resource: { urn: urn(type, name), type, inputs: { name } } };
}

function state(resources: StateResource[], pending: PendingOperation[] = []): Deployment {
  return { version: 3, deployment: { resources, pending_operations: pending } };
}

const empty: EngineInventory = { containers: [], networks: [], volumes: [] };

describe("planning the recovery", () => {
  it("has nothing to do when state and engine agree", () => {
    const plan = planRecovery(
      state([
        resource(CONTAINER, "sso-web", "c1"),
        resource(NETWORK, "sso-apps", "n1"),
        resource(VOLUME, "sso-db", "sso-db"),
      ]),
      {
        containers: [{ id: "c1", name: "sso-web", running: true }],
        networks: [{ id: "n1", name: "sso-apps" }],
        volumes: ["sso-db"],
      },
    );
    assert.deepEqual(plan, {
      orphanContainers: [],
      orphanNetworks: [],
      otherCreations: [],
      clearPending: false,
      gone: [],
      lostVolumes: [],
      stopped: [],
    });
  });

  it("removes what a killed update had begun, by name", () => {
    const plan = planRecovery(state([], [creating(CONTAINER, "sso-web"), creating(NETWORK, "sso-apps")]), {
      ...empty,
      containers: [
        { id: "c9", name: "sso-web", running: true },
        { id: "c2", name: "somebody-else", running: true },
      ],
      networks: [{ id: "n9", name: "sso-apps" }],
    });
    assert.deepEqual(plan.orphanContainers, [{ id: "c9", name: "sso-web" }]);
    assert.deepEqual(plan.orphanNetworks, [{ id: "n9", name: "sso-apps" }]);
    assert.equal(plan.clearPending, true);
  });

  it("never removes a container of a name that no creation is on record for", () => {
    const plan = planRecovery(state([]), { ...empty, containers: [{ id: "c9", name: "sso-web", running: true }] });
    assert.deepEqual(plan.orphanContainers, []);
  });

  it("never removes what the state knows, even under a pending creation of that name", () => {
    const plan = planRecovery(state([resource(CONTAINER, "sso-web", "c1")], [creating(CONTAINER, "sso-web")]), {
      ...empty,
      containers: [{ id: "c1", name: "sso-web", running: true }],
    });
    assert.deepEqual(plan.orphanContainers, []);
  });

  it("leaves a volume alone that was being created: it may hold data", () => {
    const plan = planRecovery(state([], [creating(VOLUME, "sso-db")]), { ...empty, volumes: ["sso-db"] });
    assert.deepEqual(plan.orphanContainers, []);
    assert.deepEqual(plan.gone, []);
    assert.equal(plan.clearPending, true);
  });

  it("reads anew exactly what is gone from the engine, and no object of authentik", () => {
    const group = resource("authentik:index/group:Group", "users", "uuid");
    const plan = planRecovery(
      state([resource(CONTAINER, "sso-web", "c1"), resource(NETWORK, "sso-apps", "n1"), group]),
      {
        ...empty,
        networks: [{ id: "n1", name: "sso-apps" }],
      },
    );
    assert.deepEqual(plan.gone, [urn(CONTAINER, "sso-web")]);
  });

  it("names volumes whose data is lost", () => {
    const plan = planRecovery(state([resource(VOLUME, "sso-db", "sso-db")]), empty);
    assert.deepEqual(plan.lostVolumes, ["sso-db"]);
    assert.deepEqual(plan.gone, [urn(VOLUME, "sso-db")]);
  });

  it("starts a container that stands still, but not one that is meant to end", () => {
    const job: StateResource = { ...resource(CONTAINER, "sso-job", "c2"), inputs: { name: "sso-job", mustRun: false } };
    const plan = planRecovery(state([resource(CONTAINER, "sso-web", "c1"), job]), {
      ...empty,
      containers: [
        { id: "c1", name: "sso-web", running: false },
        { id: "c2", name: "sso-job", running: false },
      ],
    });
    assert.deepEqual(
      plan.stopped.map((container) => container.name),
      ["sso-web"],
    );
  });

  it("hands on creations in authentik", () => {
    const plan = planRecovery(state([], [creating("authentik:index/group:Group", "users")]), empty);
    assert.equal(plan.otherCreations.length, 1);
  });

  it("treats an old copy that waits for its removal as known", () => {
    const old: StateResource = { ...resource(CONTAINER, "sso-web", "c1"), delete: true };
    const plan = planRecovery(state([old], [creating(CONTAINER, "sso-web")]), {
      ...empty,
      containers: [{ id: "c1", name: "sso-web", running: true }],
    });
    assert.deepEqual(plan.orphanContainers, []);
    assert.deepEqual(plan.gone, []);
  });

  it("clears the operations and leaves the resources", () => {
    const before = state([resource(CONTAINER, "sso-web", "c1")], [creating(CONTAINER, "sso-db")]);
    const after = withPending(before, []);
    assert.deepEqual(after.deployment.pending_operations, []);
    assert.deepEqual(after.deployment.resources, before.deployment.resources);
  });
});

describe("the containers that `down` removes", () => {
  it("are those of the state and those an interrupted update began, and no others", () => {
    const inventory: EngineInventory = {
      ...empty,
      containers: [
        { id: "c1", name: "sso-web", running: true },
        { id: "c2", name: "sso-new", running: true },
        { id: "c3", name: "sso-lookalike", running: true },
      ],
    };
    const ids = containersOf(
      state([resource(CONTAINER, "sso-web", "c1")], [creating(CONTAINER, "sso-new")]),
      inventory,
    );
    assert.deepEqual(ids, ["c1", "c2"]);
  });
});

describe("reading an exported state", () => {
  it("copes with a stack that never had an update", () => {
    assert.deepEqual(planRecovery(parseDeployment('{"version":3,"deployment":{}}'), empty).gone, []);
  });
});
