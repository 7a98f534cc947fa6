import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { openCheckout } from "../../cli/checkout";
import { restoreDamagedState } from "../../cli/recovery/damagedState";
import { ownStackFile } from "../../cli/stack/backend";

describe("a state that a killed pulumi left", () => {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-state-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: authentik-sso\nruntime: nodejs\n");
  const checkout = openCheckout("dev", folder);
  const file = ownStackFile(checkout);
  const WHOLE = '{"version":3}';

  beforeEach(() => {
    mkdirSync(dirname(file), { recursive: true });
    rmSync(`${file}.bak`, { force: true });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const damaged of ["", '{"version":3,"checkpo']) {
    it(`is replaced by the last whole one when it reads '${damaged}'`, () => {
      writeFileSync(file, damaged);
      writeFileSync(`${file}.bak`, WHOLE);
      assert.match(restoreDamagedState(checkout) ?? "", /half written/);
      assert.equal(readFileSync(file, "utf8"), WHOLE);
    });
  }

  it("stays when it is whole", () => {
    writeFileSync(file, '{"version":3,"newer":true}');
    writeFileSync(`${file}.bak`, WHOLE);
    assert.equal(restoreDamagedState(checkout), undefined);
    assert.equal(readFileSync(file, "utf8"), '{"version":3,"newer":true}');
  });

  it("stays while somebody may still be writing it", () => {
    writeFileSync(file, "");
    writeFileSync(`${file}.bak`, WHOLE);
    assert.equal(restoreDamagedState(checkout, true), undefined);
    assert.equal(readFileSync(file, "utf8"), "");
  });

  it("loses a half written record of metadata beside it, and keeps a whole one", () => {
    writeFileSync(file, WHOLE);
    writeFileSync(`${file}.attrs`, "");
    writeFileSync(`${file}.bak.attrs`, "{}");
    assert.equal(restoreDamagedState(checkout, true), undefined, "not while somebody may be writing");
    assert.match(restoreDamagedState(checkout) ?? "", /a record beside the state was half written/);
    assert.ok(!existsSync(`${file}.attrs`));
    assert.ok(existsSync(`${file}.bak.attrs`));
    assert.equal(readFileSync(file, "utf8"), WHOLE);
    assert.equal(restoreDamagedState(checkout), undefined);
  });

  it("stays when the copy is damaged too", () => {
    writeFileSync(file, "");
    writeFileSync(`${file}.bak`, "{");
    assert.equal(restoreDamagedState(checkout), undefined);
    assert.equal(readFileSync(file, "utf8"), "");
  });
});
