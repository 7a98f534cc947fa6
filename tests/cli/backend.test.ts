import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openCheckout } from "../../cli/checkout";
import { chosenBackend, findBackend, prepareOwnBackend } from "../../cli/stack/backend";
import { checkRoad } from "../../cli/stack/road";

const OWN = "file:///checkout/.authentik-sso/state";
const facts = { ownUrl: OWN, ownHasStack: false };

describe("choosing the backend", () => {
  it("is the checkout's own folder when nothing else was chosen", () => {
    assert.equal(chosenBackend(facts), undefined);
  });

  it("follows PULUMI_BACKEND_URL, even when the stack lives in the own folder", () => {
    assert.equal(chosenBackend({ ...facts, ownHasStack: true, fromEnvironment: "s3://state" }), "s3://state");
  });

  it("knows its own folder when the shell was set up by `env`", () => {
    assert.equal(chosenBackend({ ...facts, fromEnvironment: OWN, loggedIn: "https://api.pulumi.com" }), undefined);
  });

  it("follows a login", () => {
    assert.equal(chosenBackend({ ...facts, loggedIn: "https://api.pulumi.com" }), "https://api.pulumi.com");
  });

  it("stays in the own folder once the stack lives there, whatever was logged in to later", () => {
    assert.equal(chosenBackend({ ...facts, ownHasStack: true, loggedIn: "https://api.pulumi.com" }), undefined);
  });

  it("follows the project's own setting", () => {
    assert.equal(chosenBackend({ ...facts, fromProject: "azblob://state" }), "azblob://state");
  });
});

describe("the own backend", () => {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-backend-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: tiny\nruntime: nodejs\n");
  const checkout = openCheckout("dev", folder);

  it("makes a passphrase once, for its owner only, and keeps it", () => {
    assert.equal(prepareOwnBackend(checkout).created, true);
    const passphrase = readFileSync(checkout.passphraseFile, "utf8");
    assert.ok(passphrase.trim().length >= 40);
    assert.equal(statSync(checkout.passphraseFile).mode & 0o777, 0o600);
    assert.equal(prepareOwnBackend(checkout).created, false);
    assert.equal(readFileSync(checkout.passphraseFile, "utf8"), passphrase);
    assert.match(readFileSync(join(checkout.workFolder, "README.txt"), "utf8"), /never commit it/);
  });

  it("hands pulumi the passphrase by file, and beats one left over in the shell", () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "other work" };
    const backend = findBackend(checkout, { pulumiHome: join(folder, "none"), env: {} }, env);
    assert.equal(backend.env.PULUMI_CONFIG_PASSPHRASE_FILE, checkout.passphraseFile);
    assert.equal(backend.env.PULUMI_CONFIG_PASSPHRASE, readFileSync(checkout.passphraseFile, "utf8").trim());
  });

  it("leaves passphrase and environment alone with a backend of the user's", () => {
    const backend = findBackend(checkout, { pulumiHome: folder, env: {} }, { PULUMI_BACKEND_URL: "s3://state" });
    assert.equal(backend.kind, "chosen");
    assert.deepEqual(Object.keys(backend.env), ["PULUMI_BACKEND_URL"]);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe("the road stamp", () => {
  it("lets the same road and a new stack pass", () => {
    checkRoad("dev", "built", "built");
    checkRoad("dev", undefined, "official");
  });

  it("refuses the other road and says what to do", () => {
    assert.throws(
      () => checkRoad("dev", "built", "official"),
      /was made with plugins built on this machine[\s\S]*What to do: run with --offline/,
    );
    assert.throws(() => checkRoad("dev", "official", "built"), /was made with the official plugins/);
  });
});

describe("the name of a stack", () => {
  it("must be usable as a file name", () => {
    assert.throws(() => openCheckout("../evil"), /cannot be used[\s\S]*Allowed/);
  });
});
