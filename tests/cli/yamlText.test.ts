/** A slip in a file that people write. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openCheckout } from "../../cli/checkout";
import { EXIT, UserError } from "../../cli/errors";
import { findBackend } from "../../cli/stack/backend";
import { readOwnConfig, writeWorkingConfig } from "../../cli/stack/stackConfig";

const root = mkdtempSync(join(tmpdir(), "authentik-sso-yaml-"));
after(() => rmSync(root, { recursive: true, force: true }));
const program = join(root, "Pulumi.yaml");
writeFileSync(program, "name: tiny\n");
const checkout = openCheckout("dev", root);

const SLIP = "config:\n  tiny:mode: strict\n  tiny:domain: a: b\n";

function toldWith(...parts: readonly string[]) {
  return (error: unknown) => {
    assert.ok(error instanceof UserError, "told without a stack trace");
    assert.equal(error.exitCode, EXIT.usage);
    for (const part of parts) assert.ok(error.message.includes(part), `${part} in ${error.message}`);
    return true;
  };
}

describe("a slip in YAML", () => {
  it("of the stack's configuration is told with file, line and excerpt", () => {
    writeFileSync(checkout.configFile, SLIP);
    const told = toldWith(checkout.configFile, "line 3", "tiny:domain: a: b");
    assert.throws(() => readOwnConfig(checkout), told);
    assert.throws(() => writeWorkingConfig(checkout, {}), told);
    writeFileSync(checkout.configFile, "config:\n  tiny:mode: strict\n");
    assert.deepEqual(readOwnConfig(checkout), { "tiny:mode": "strict" });
  });

  it("that only shows when it is read as data is told with its file too", () => {
    writeFileSync(checkout.configFile, "config: *nowhere\n");
    assert.throws(() => readOwnConfig(checkout), toldWith(checkout.configFile, "nowhere"));
    rmSync(checkout.configFile);
  });

  it("of Pulumi.yaml is told wherever it is read first", () => {
    writeFileSync(program, "name: tiny\nbackend: { url: [\n");
    const told = toldWith(program, "line 3");
    assert.throws(() => openCheckout("dev", root), told);
    assert.throws(() => findBackend(checkout, { pulumiHome: root, env: {} }, {}), told);
  });
});
