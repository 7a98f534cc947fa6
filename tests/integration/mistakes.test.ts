/** Each mistake of a pull request fails `pulumi preview` with the pack on the real engine, before anything exists. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import { parse } from "yaml";
import { INVARIANTS } from "../../components/routing";
import { bundledProgram } from "../support/bundledProgram";
import { withoutEngine } from "../support/engine";
import { PlainStack, ROOT } from "../support/plainStack";
import { MISTAKES } from "./mistakenProgram/mistakes";

const PREFIX = "sso-mistakes";

/** Invariants that fail no preview, with the reason. */
const FAIL_NO_PREVIEW: Readonly<Record<string, string>> = {
  "cookie-boundary": "it is advice, which the unchanged program is given",
};

/** Ids at the ends of the messages of one level, each once. */
function idsIn(text: string, level: "mandatory" | "advisory"): string[] {
  const ids = new Set<string>();
  let current = "";
  for (const line of text.split("\n")) {
    current = /^ +- \[(mandatory|advisory)\]/.exec(line)?.[1] ?? current;
    const id = /\[([a-z]+(?:-[a-z]+)+)\]\s*$/.exec(line)?.[1];
    if (id !== undefined && current === level) ids.add(id);
  }
  return [...ids].sort();
}

test("each invariant has a mistake that breaks it, or a reason why it fails no preview", () => {
  const covered = new Set(Object.values(MISTAKES).map(({ invariant }) => invariant));
  const without = INVARIANTS.map(({ id }) => id).filter((id) => !covered.has(id));
  assert.deepEqual(without.sort(), Object.keys(FAIL_NO_PREVIEW).sort());
});

describe("a mistake in a pull request", { skip: withoutEngine(), concurrency: 2 }, () => {
  let stack: PlainStack;
  let program: string;

  before(async () => {
    program = await bundledProgram(join(__dirname, "mistakenProgram"));
    const committed = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
    const config = Object.entries(committed.config).map(([key, value]) => [key.replace("authentik-sso:", ""), value]);
    stack = await PlainStack.create({ ...Object.fromEntries(config), prefix: PREFIX });
  });
  const preview = async (mistake: string) => {
    const { code, stdout, stderr } = await stack.pulumi(["preview", "--policy-pack", join(ROOT, "policies")], {
      cwd: program,
      env: { MISTAKE: mistake },
    });
    return { code, said: stdout + stderr };
  };

  test("the program as it is passes the pack", async () => {
    const { code, said } = await preview("");
    assert.equal(code, 0, said);
    assert.deepEqual(idsIn(said, "mandatory"), []);
    assert.deepEqual(idsIn(said, "advisory"), ["cookie-boundary"]);
  });

  after(async () => {
    const { stdout } = await stack.pulumi(["stack", "export"]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly unknown[] } };
    assert.deepEqual(deployment.resources ?? [], [], "a preview leaves nothing in the state");
    const containers = await new Docker().listContainers({ all: true, filters: { name: [`^/${PREFIX}-`] } });
    assert.deepEqual(containers, [], "nothing of any mistake was created");
    stack.remove();
  });

  for (const [id, { what, invariant, also = [], says }] of Object.entries(MISTAKES)) {
    test(`${what} fails the preview and says what to do`, async () => {
      const { code, said } = await preview(id);
      assert.notEqual(code, 0, "the preview must fail");
      assert.deepEqual(idsIn(said, "mandatory"), [invariant, ...also].sort(), said);
      assert.match(said, says);
    });
  }
});
