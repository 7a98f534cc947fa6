/** The toolchain at work: program, policy pack, TypeScript provider, SDK generation and interruption on the real engine. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, type TestContext, test } from "node:test";
import type { Toolchain } from "../../toolchain/ensureToolchain";
import { type EngineWorld, openWorld, readyToolchain } from "./engineWorld";

let toolchain: Toolchain | undefined;
before(async () => {
  toolchain = await readyToolchain();
});

/** Skips, loudly, where neither road is ready. */
function engineTest(name: string, work: (t: TestContext, toolchain: Toolchain) => Promise<void>): void {
  test(name, async (t) => {
    if (toolchain) return work(t, toolchain);
    t.skip("no Pulumi engine is ready on this machine; `npm run up` or `npm test` gets one");
  });
}

const project = (main: string, more = ""): string =>
  `name: probe\nmain: ${main}\nruntime:\n  name: nodejs\n  options: { nodeargs: "--stack-trace-limit=7 --title='a b'" }\n${more}`;
const manifest = (name: string): string => JSON.stringify({ name, version: "0.0.1" });

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const config = new pulumi.Config();
const password = new random.RandomPassword("password", { length: config.getNumber("length") ?? 8 });
export const secret = password.result;
export const traceLimit = Error.stackTraceLimit;
export const title = process.title;
export const phrase = config.getSecret("phrase");
`;

const PACK = `
import { PolicyPack } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
new PolicyPack("pack", { policies: [{
  name: "long", description: "Passwords are long.", enforcementLevel: "mandatory",
  validateResource: (args, report) => {
    if (!args.type.startsWith("random:")) return;
    const least = new pulumi.Config("probe").getNumber("least") ?? 16;
    if (args.props.length < least) report(\`length \${args.props.length} in stack \${pulumi.getStack()}, least \${least}\`);
  },
}] });
`;

engineTest(
  "a program and a mandatory policy pack: preview refuses, up creates, then nothing changes",
  async (t, tools) => {
    const world = await openWorld(t, tools, {
      "Pulumi.yaml": project("index.ts"),
      "package.json": manifest("probe"),
      "index.ts": PROGRAM,
      "policies/PulumiPolicy.yaml": "runtime: nodejs\n",
      "policies/package.json": manifest("pack"),
      "policies/index.ts": PACK,
    });
    const refused = await world.pulumi(["preview", "--policy-pack", "policies"]);
    assert.notEqual(refused.code, 0, refused.output);
    assert.match(refused.output, /length 8 in stack test, least 16/);

    await configure(world, { length: "20", least: "20" });
    await world.pulumi(["config", "set", "--secret", "phrase", "open sesame"]);
    const up = await world.pulumi(["up", "--yes", "--skip-preview", "--policy-pack", "policies"]);
    assert.equal(up.code, 0, up.output);
    assert.doesNotMatch(up.output, /open sesame/);

    const outputs = await world.pulumi(["stack", "output", "--json", "--show-secrets"]);
    const { secret, traceLimit, title, phrase } = JSON.parse(outputs.output);
    assert.deepEqual([secret.length, traceLimit, title, phrase], [20, 7, "a b", "open sesame"]);

    const again = await world.pulumi(["preview", "--expect-no-changes"]);
    assert.equal(again.code, 0, again.output);
    const state = await world.pulumi(["stack", "export"]);
    assert.ok(!state.output.includes(secret), "the password stands encrypted in the state");
  },
);

const PROVIDER = `
import { main, type Provider } from "@pulumi/pulumi/provider";
const provider: Provider = {
  version: "0.0.1",
  async check(_urn, _old, inputs) { return { inputs }; },
  async create(_urn, inputs) { return { id: "made", outs: { text: inputs.text.toUpperCase() } }; },
};
void main(provider, process.argv.slice(2));
`;

engineTest("a provider written in TypeScript runs from its folder", async (t, tools) => {
  const world = await openWorld(t, tools, {
    "Pulumi.yaml": project("index.ts", "plugins:\n  providers:\n    - { name: shout, path: ./shout }\n"),
    "package.json": manifest("probe"),
    "index.ts": `
import * as pulumi from "@pulumi/pulumi";
class Text extends pulumi.CustomResource {
  declare readonly text: pulumi.Output<string>;
}
export const text = new Text("shout:index:Text", "text", { text: "hello" }).text;
`,
    "shout/PulumiPlugin.yaml": "runtime: nodejs\n",
    "shout/package.json": manifest("shout"),
    "shout/index.ts": PROVIDER,
  });
  const up = await world.pulumi(["up", "--yes", "--skip-preview"]);
  assert.equal(up.code, 0, up.output);
  assert.match(up.output, /text: "HELLO"/);
});

engineTest("an SDK is generated from a schema file", async (t, tools) => {
  const thing = { properties: { a: { type: "string" } }, inputProperties: { a: { type: "string" } } };
  const schema = { name: "shout", version: "0.0.1", resources: { "shout:index:Text": thing } };
  const world = await openWorld(t, tools, {
    "Pulumi.yaml": project("index.ts"),
    "schema.json": JSON.stringify(schema),
  });
  const made = await world.pulumi(["package", "gen-sdk", "schema.json", "--language", "nodejs", "--out", "sdk"]);
  assert.equal(made.code, 0, made.output);
  assert.match(
    readFileSync(join(world.folder, "sdk", "nodejs", "text.ts"), "utf8"),
    /class Text extends pulumi.CustomResource/,
  );
});

engineTest("a program that has told its own error is not told to have failed besides", async (t, tools) => {
  const world = await openWorld(t, tools, {
    "Pulumi.yaml": project("index.ts"),
    "package.json": manifest("probe"),
    "index.ts": `import * as pulumi from "@pulumi/pulumi"; throw new pulumi.RunError("port 443 is taken");`,
  });
  const failed = await world.pulumi(["preview"]);
  assert.notEqual(failed.code, 0);
  assert.match(failed.output, /error: port 443 is taken/);
  assert.doesNotMatch(failed.output, /the program ended with|RunError/);
});

engineTest("Ctrl-C ends the program that is running", async (t, tools) => {
  const world = await openWorld(t, tools, {
    "Pulumi.yaml": project("index.js"),
    "package.json": manifest("probe"),
    "index.js": `
require("node:fs").writeFileSync("pid", String(process.pid));
setInterval(() => {}, 1000);
`,
  });
  const pidFile = join(world.folder, "pid");
  const ended = await world.pulumi(["preview"], (kill) => {
    const poll = setInterval(() => {
      if (!existsSync(pidFile)) return;
      clearInterval(poll);
      kill("SIGINT");
    }, 50);
  });
  assert.notEqual(ended.code, 0, ended.output);
  assert.throws(() => process.kill(Number(readFileSync(pidFile, "utf8")), 0), { code: "ESRCH" });
});

async function configure(world: EngineWorld, values: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(values).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  const { code, output } = await world.pulumi(["config", "set-all", ...pairs]);
  assert.equal(code, 0, output);
}
