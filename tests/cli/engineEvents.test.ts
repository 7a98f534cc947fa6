import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describeChanges } from "../../cli/pulumi/changes";
import { describeFindings, FindingCollector } from "../../cli/pulumi/findings";
import { lostVolume, plannedResource } from "../../cli/pulumi/planned";
import { describeProgress, nextProgress, startProgress } from "../../cli/pulumi/progress";
import { CONTAINER, VOLUME } from "../../cli/stack/deployment";

const event = (content: object): EngineEvent => ({ sequence: 0, timestamp: 0, ...content }) as EngineEvent;
const step = (op: string, name: string, type = CONTAINER, more: object = {}) => ({
  metadata: { op, urn: `urn:pulumi:dev::p::${type}::${name}`, type, ...more },
});
const begin = (op: string, name: string) => event({ resourcePreEvent: step(op, name) });
const end = (op: string, name: string) => event({ resOutputsEvent: step(op, name) });
const say = (severity: string, message: string, more: object = {}) =>
  event({ diagnosticEvent: { severity, message, ...more } });

function after(total: number, ...events: EngineEvent[]): string {
  return describeProgress(events.reduce(nextProgress, startProgress(total)));
}

describe("the progress of an update", () => {
  it("counts what is done of what was announced and names what runs", () => {
    assert.equal(
      after(12, begin("create", "sso-db"), end("create", "sso-db"), begin("create", "sso-web")),
      "1 of 12 resources, sso-web",
    );
  });

  it("says how many run beside", () => {
    assert.equal(
      after(3, begin("create", "a"), begin("create", "b"), begin("create", "c")),
      "0 of 3 resources, c and 2 more",
    );
  });

  it("does not count what stays the same", () => {
    assert.equal(after(2, begin("same", "a"), end("same", "a")), "0 of 2 resources");
  });

  it("does not count a failed step as done", () => {
    assert.equal(after(2, begin("create", "a"), event({ resOpFailedEvent: step("create", "a") })), "0 of 2 resources");
  });

  it("repeats what a resource waits for, without colour marks, first line only", () => {
    const waiting = say("info", "<{%fg 1%}>waiting for authentik: 12 s<{%reset%}>\nmore", { ephemeral: true });
    assert.equal(after(2, begin("create", "a"), waiting), "0 of 2 resources, waiting for authentik: 12 s");
  });

  it("does not repeat what is said once and for all: that is no state of affairs", () => {
    assert.equal(after(2, begin("create", "a"), say("info", "a stand-in answers")), "0 of 2 resources, a");
  });

  it("never shows more done than announced", () => {
    assert.match(after(1, end("create", "a"), end("create", "b")), /^1 of 1/);
  });
});

describe("the findings of a run", () => {
  function collect(...events: EngineEvent[]): string[] {
    const collector = new FindingCollector();
    for (const one of events) collector.add(one);
    return describeFindings(collector.list());
  }

  it("show a violated policy with its name and resource, before warnings", () => {
    const violation = event({
      policyEvent: {
        resourceUrn: `urn:pulumi:dev::p::${CONTAINER}::grafana`,
        message: "Mandatory: no middleware.\nAdd it.",
        policyName: "published-router-is-decided",
        policyPackName: "authentik-sso",
        enforcementLevel: "mandatory",
      },
    });
    assert.deepEqual(collect(say("warning", "old"), violation), [
      "error (authentik-sso: published-router-is-decided, grafana):\n  Mandatory: no middleware.\n  Add it.",
      "warning: old",
    ]);
  });

  it("show a message once, leave out passing ones and the engine's echo", () => {
    assert.deepEqual(
      collect(
        say("error", "port in use"),
        say("error", "port in use"),
        say("error", "update failed"),
        say("warning", "The provider for this resource has inputs that are not known during preview.\nMore."),
        say("warning", "wait", { ephemeral: true }),
        say("info", "hello"),
      ),
      ["error: port in use"],
    );
  });
});

describe("the words for a change", () => {
  it("count what changes and what does not", () => {
    assert.deepEqual(describeChanges({ create: 2, replace: 1, same: 5 }, "to "), {
      changes: 3,
      text: "2 to create, 1 to replace, 5 unchanged",
    });
    assert.equal(describeChanges({ create: 2 }, "").text, "2 created");
  });

  it("say that nothing changes", () => {
    assert.deepEqual(describeChanges({ same: 5, read: 1 }, "to "), {
      changes: 0,
      text: "nothing to change, 5 resources",
    });
  });
});

describe("what a preview plans", () => {
  it("is taken from what is to be there, not from what leaves", () => {
    const inputs = { name: "sso-web" };
    assert.deepEqual(
      plannedResource(event({ resourcePreEvent: step("create", "a", CONTAINER, { new: { inputs } }) })),
      {
        type: CONTAINER,
        inputs,
      },
    );
    assert.equal(
      plannedResource(event({ resourcePreEvent: step("delete", "a", CONTAINER, { new: { inputs } }) })),
      undefined,
    );
  });

  it("names a volume that would be lost", () => {
    const old = { outputs: { name: "sso-postgres" } };
    assert.equal(lostVolume(event({ resourcePreEvent: step("delete", "db", VOLUME, { old }) })), "sso-postgres");
    assert.equal(lostVolume(event({ resourcePreEvent: step("update", "db", VOLUME, { old }) })), undefined);
    assert.equal(lostVolume(event({ resourcePreEvent: step("delete", "web", CONTAINER, { old }) })), undefined);
  });
});
