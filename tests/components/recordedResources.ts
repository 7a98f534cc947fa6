import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** One resource as a component registered it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** Mocks know of no resource hooks yet; registering one is answered, none is run. */
Object.assign(MockMonitor.prototype, {
  registerResourceHook(_request: unknown, done: (error: Error | null, response: object) => void) {
    done(null, {});
  },
});

const UNKNOWN_IDS = new Map<string, string>([["authentik:index/getOutpost:getOutpost", "outpost-uuid"]]);

/** What a data source answers, whatever or depending on what it is asked. */
type Answer = Record<string, unknown> | ((inputs: Record<string, unknown>) => Record<string, unknown>);

/** Answers of an authentik that has its key pair and every scope mapping that is asked for. */
export const OAUTH_ANSWERS: Record<string, Answer> = {
  "authentik:index/getPropertyMappingProviderScope:getPropertyMappingProviderScope": ({ managedLists }) => ({
    ids: (managedLists as string[]).map((managed) => `id-of-${managed.split("/").pop()}`),
  }),
  "authentik:index/getCertificateKeyPair:getCertificateKeyPair": { id: "key-uuid" },
};

/**
 * Lets Pulumi run without an engine, and records what is registered. Mocks are a process's own: one test file, one
 * process.
 *
 * @param answers outputs of data sources by token, merged over an id made from the token
 */
export function recordResources(answers: Record<string, Answer> = {}): RecordedResource[] {
  const recorded: RecordedResource[] = [];
  let nextId = 100;
  pulumi.runtime.setMocks(
    {
      newResource(args) {
        const inputs = args.inputs as Record<string, unknown>;
        recorded.push({ type: args.type, name: args.name, inputs });
        const id = String(nextId++);
        const state: Record<string, unknown> = { ...inputs, uuid: `uuid-of-${args.name}` };
        if (args.type === "random:index/randomPassword:RandomPassword") state.result = `secret-${args.name}`;
        if (args.type === "pulumi:index:Stash") state.output = inputs.input;
        return { id, state };
      },
      call(args) {
        const answer = answers[args.token];
        const given = typeof answer === "function" ? answer(args.inputs as Record<string, unknown>) : answer;
        return { ...args.inputs, id: UNKNOWN_IDS.get(args.token) ?? "7", ...given };
      },
    },
    "authentik-sso",
    "test",
    false,
  );
  return recorded;
}

/** Waits until every registration and the promises behind it are done. */
export async function settled(): Promise<void> {
  await pulumi.runtime.disconnect();
}

/** The one resource of this name and kind; its absence fails the test. */
export function only(recorded: readonly RecordedResource[], type: string, name: string): RecordedResource {
  const found = recorded.filter((resource) => resource.type === type && resource.name === name);
  if (found.length === 1 && found[0]) return found[0];
  const there = recorded.map((resource) => `${resource.type} ${resource.name}`).join("\n  ");
  throw new Error(`expected one ${type} named '${name}', found ${found.length} among:\n  ${there}`);
}

/** Labels of a recorded container as a record. */
export function labelsOf(resource: RecordedResource): Record<string, string> {
  const labels = resource.inputs.labels as { label: string; value: string }[];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}
