/** `pulumi policy analyze` on the state of a running stack: the same pack, without the program and without the host. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { withoutEngine } from "../support/engine";
import { removeLeftovers } from "../support/leftovers";
import { PlainStack, ROOT } from "../support/plainStack";

const PREFIX = "sso-analyze";

type Properties = Record<string, unknown>;

interface State {
  readonly deployment: { readonly resources: { urn: string; inputs: Properties; outputs: Properties }[] };
}

describe("the state of a stack", { skip: withoutEngine() }, () => {
  let stack: PlainStack;
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-analyze-"));
  const file = join(folder, "state.json");

  before(async () => {
    await removeLeftovers(PREFIX);
    stack = await PlainStack.create({
      domain: "analyze.example",
      prefix: PREFIX,
      bindAddress: "127.0.0.10",
      authentikApiPort: 19010,
      protect: false,
      services: [
        { name: "grafana", port: 3000 },
        { name: "jellyfin", port: 8096, access: { mode: "excluded", reason: "TV apps log in themselves" } },
        { name: "portainer", port: 9000, access: { mode: "application", groups: ["sso-users"] } },
      ],
    });
    const up = await stack.pulumi(["up", "--yes", "--policy-pack", join(ROOT, "policies")]);
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const exported = await stack.pulumi(["stack", "export", "--file", file]);
    assert.equal(exported.code, 0, exported.stderr);
  });

  after(async () => {
    const destroy = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
    stack.remove();
    rmSync(folder, { recursive: true, force: true });
    assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
  });

  /** Judges the exported state after a change, with no stack and no login at hand. */
  async function analyzed(change: (state: State) => void = () => {}): Promise<{ code: number; said: string }> {
    const state = JSON.parse(readFileSync(file, "utf8")) as State;
    change(state);
    const changed = join(folder, "changed.json");
    writeFileSync(changed, JSON.stringify(state));
    const args = ["policy", "analyze", "--file", changed, "--policy-pack", join(ROOT, "policies")];
    // With a file no stack may be chosen.
    const env = { PULUMI_OPTION_STACK: undefined, PULUMI_OPTION_CONFIG_FILE: undefined };
    const { code, stdout, stderr } = await stack.pulumi(args, { cwd: folder, env });
    return { code, said: stdout + stderr };
  }

  /** Changes a container as if it had been made so. */
  function changeContainer({ deployment }: State, name: string, to: (props: Properties) => Properties): void {
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`docker:index/container:Container::${name}`));
    assert.ok(found, `the state has the container '${name}'`);
    for (const props of [found.inputs, found.outputs]) Object.assign(props, to(props));
  }

  test("passes as it is", async () => {
    const { code, said } = await analyzed();
    assert.equal(code, 0, said);
    assert.match(said, /\[cookie-boundary\]/, "the pack has run");
  });

  const changes: [string, (state: State) => void, RegExp][] = [
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
        deployment.resources.splice(0, deployment.resources.length, ...left);
      },
      /\[outpost-provider\]/,
    ],
  ];
  for (const [what, change, says] of changes) {
    test(`with ${what} is refused`, async () => {
      const { code, said } = await analyzed(change);
      assert.notEqual(code, 0, said);
      assert.match(said, says);
    });
  }
});
