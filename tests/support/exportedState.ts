import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlainStack, ROOT } from "./plainStack";

type Properties = Record<string, unknown>;

/** A stack's state as `pulumi stack export` writes it. */
export interface State {
  readonly deployment: { readonly resources: { urn: string; inputs: Properties; outputs: Properties }[] };
}

/** The state of a stack in a file, judged by the pack with no program and no login at hand. */
export class ExportedState {
  private readonly folder = mkdtempSync(join(tmpdir(), "authentik-sso-state-"));
  private readonly file = join(this.folder, "state.json");

  private constructor(private readonly stack: PlainStack) {}

  static async of(stack: PlainStack): Promise<ExportedState> {
    const state = new ExportedState(stack);
    const exported = await stack.pulumi(["stack", "export", "--file", state.file]);
    assert.equal(exported.code, 0, exported.stderr);
    return state;
  }

  /** Judges a copy after a change. */
  async analyzed(change: (state: State) => void = () => {}): Promise<{ code: number; said: string }> {
    const state = JSON.parse(readFileSync(this.file, "utf8")) as State;
    change(state);
    const changed = join(this.folder, "changed.json");
    writeFileSync(changed, JSON.stringify(state));
    const args = ["policy", "analyze", "--file", changed, "--policy-pack", join(ROOT, "policies")];
    // With a file no stack may be chosen.
    const env = { PULUMI_OPTION_STACK: undefined, PULUMI_OPTION_CONFIG_FILE: undefined };
    const { code, stdout, stderr } = await this.stack.pulumi(args, { cwd: this.folder, env });
    return { code, said: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Changes a container as if it had been made so. */
export function changeContainer({ deployment }: State, name: string, to: (props: Properties) => Properties): void {
  const found = deployment.resources.find(({ urn }) => urn.endsWith(`docker:index/container:Container::${name}`));
  assert.ok(found, `the state has the container '${name}'`);
  for (const props of [found.inputs, found.outputs]) Object.assign(props, to(props));
}

/** What somebody might do to a running stack, by hand or by another program, and what the pack says of it. */
export const CHANGES: readonly [what: string, change: (state: State) => void, says: RegExp][] = [
  [
    "a container without its middleware",
    (state) =>
      changeContainer(state, "grafana", ({ labels }) => ({
        labels: (labels as { label: string }[]).filter(({ label }) => !label.endsWith(".middlewares")),
      })),
    /router 'grafana'.*\[service-decision\]/s,
  ],
  [
    "a published port",
    (state) =>
      changeContainer(state, "grafana", () => ({ ports: [{ internal: 3000, external: 3000, ip: "0.0.0.0" }] })),
    /\[published-port\]/,
  ],
  [
    "a provider on no outpost",
    ({ deployment }) => {
      const left = deployment.resources.filter(({ urn }) => !urn.endsWith("portainer-application-attachment"));
      assert.ok(left.length < deployment.resources.length);
      deployment.resources.splice(0, deployment.resources.length, ...left);
    },
    /\[outpost-provider\]/,
  ],
];
