/** Mode strict on the real engine: what nobody decided about is protected, and exclusions take the pack's approval. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { bundledProgram } from "../support/bundledProgram";
import { withoutEngine } from "../support/engine";
import { PlainStack, ROOT } from "../support/plainStack";

/** The excluded services of the committed stack. */
const EXCLUDED = ["adguard", "immich", "jellyfin"];

describe("a stack in strict mode", { skip: withoutEngine() }, () => {
  let stack: PlainStack;
  let program: string;
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-strict-"));

  before(async () => {
    program = await bundledProgram(join(__dirname, "strictProgram"));
    const committed = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
    const config = Object.entries(committed.config).map(([key, value]) => [key.replace("authentik-sso:", ""), value]);
    stack = await PlainStack.create({ ...Object.fromEntries(config), prefix: "sso-strict", mode: "strict" });
  });
  after(() => {
    stack.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const preview = (approvedExclusions: readonly string[], options: { json?: true; raw?: string } = {}) => {
    const configuration = join(folder, `${approvedExclusions.length}.json`);
    writeFileSync(configuration, JSON.stringify({ "sso-stack": { approvedExclusions } }));
    const pack = ["--policy-pack", join(ROOT, "policies"), "--policy-pack-config", configuration];
    return stack.pulumi(["preview", ...(options.json ? ["--json"] : []), ...pack], {
      cwd: program,
      env: { RAW: options.raw ?? "" },
    });
  };

  test("refuses exclusions that the pack's configuration does not list", async () => {
    const { code, stdout, stderr } = await preview(["jellyfin"]);
    const said = stdout + stderr;
    assert.notEqual(code, 0, said);
    const refused = [...said.matchAll(/container '([\w-]+)' \([\w-]+\) opens a way past the login/g)].map(
      ([, name]) => name,
    );
    assert.deepEqual([...new Set(refused)].sort(), ["adguard", "immich"]);
    assert.match(said, /\[exclusion-approved\]/);
  });

  test("puts the login in front of a container that nobody decided about, and passes its own pack", async () => {
    const { code, stdout, stderr } = await preview(EXCLUDED, { json: true });
    assert.equal(code, 0, stdout + stderr);
    const { steps } = JSON.parse(stdout) as {
      steps: { urn: string; newState?: { inputs?: { labels?: { label: string; value: string }[] } } }[];
    };
    const wiki = steps.find(({ urn }) => urn.endsWith("docker:index/container:Container::wiki"));
    const labels = Object.fromEntries((wiki?.newState?.inputs?.labels ?? []).map(({ label, value }) => [label, value]));
    assert.equal(labels["traefik.http.routers.wiki.middlewares"], "authentik@docker,drop-jwt@docker,squeeze@docker");
    assert.equal(labels["traefik.http.routers.wiki.entrypoints"], "websecure");
    assert.equal(labels["traefik.http.routers.wiki.tls"], "true");
    assert.deepEqual([labels["sso.access"], labels["sso.gate"]], ["domain", "sso-strict"]);
  });

  test("refuses labels that are unknown at a preview, which nobody can protect", async () => {
    const { code, stdout, stderr } = await preview(EXCLUDED, { raw: "unknown" });
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /routers\.wiki\.rule' has an unknown value.*\[label-known\]/s);
  });
});
