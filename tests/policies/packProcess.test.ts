/** The compiled pack as a process that is asked over gRPC, as the engine does it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { compile } from "../../bench/packs/packs";
import { answer, clientOf, firstLine, startPack } from "../../bench/policies/packProcess";
import { requestsFor } from "../../bench/policies/requests";
import { version } from "../../policies/package.json";
import { servedPack } from "../../policies/served";
import { analyzerInfo } from "../../policies/server/info";
import { service } from "../routing/fleet";
import { urnOf } from "./harness";
import { analyzed } from "./serverRoad";
import { container } from "./soundStack";

const FOLDER = join(__dirname, "dist");
const OPEN = container("grafana", service("grafana"), { ports: [{ internal: 3000, external: 3000 }] });

describe("the compiled pack", () => {
  let client: AnalyzerClient;
  let child: ReturnType<typeof startPack>;

  before(async () => {
    await compile(join(__dirname, "..", "..", "policies", "index.ts"), join(FOLDER, "index.js"));
    child = startPack(FOLDER);
    client = clientOf(await firstLine(child.stdout));
  });

  after(() => {
    client.close();
    child.kill("SIGKILL");
  });

  const analyze = async () => {
    const [request] = requestsFor([analyzed(OPEN, OPEN.props)]).resources;
    assert.ok(request);
    const response = await answer<analyzer.AnalyzeResponse>((done) => client.analyze(request, done));
    return response.getDiagnosticsList();
  };

  it("loads neither the policy SDK nor Pulumi's, only the messages", () => {
    const required = [...readFileSync(join(FOLDER, "index.js"), "utf8").matchAll(/require\("(@?[a-z][^":]*)"\)/g)];
    const names = [...new Set(required.map(([, name]) => name ?? ""))];
    assert.ok(names.length > 3);
    for (const name of names) assert.match(name, /^(@grpc\/grpc-js|google-protobuf\/.*|@pulumi\/pulumi\/proto\/\w+)$/);
  });

  it("describes itself", async () => {
    const info = await answer<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    assert.deepEqual(info.toObject(), analyzerInfo(servedPack()).toObject());
    const plugin = await answer<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    assert.equal(plugin.getVersion(), version);
  });

  it("judges, takes a configuration and remediates nothing", async () => {
    const [found, ...others] = await analyze();
    assert.equal(found?.getUrn(), urnOf(OPEN));
    assert.match(found?.getMessage() ?? "", /\[published-port\]$/);
    assert.deepEqual(others, []);

    const { resources, stack } = requestsFor([analyzed(OPEN, OPEN.props)]);
    const remediated = await answer<analyzer.RemediateResponse>((done) =>
      client.remediate(resources[0] ?? new analyzer.AnalyzeRequest(), done),
    );
    assert.deepEqual(remediated.toObject(), { remediationsList: [], notApplicableList: [] });

    const configuration = new analyzer.ConfigureAnalyzerRequest();
    const config = new analyzer.PolicyConfig();
    config.setEnforcementlevel(analyzer.EnforcementLevel.MANDATORY);
    config.setProperties(Struct.fromJavaScript({ "published-port": "advisory" }));
    configuration.getPolicyconfigMap().set("sso-resources", config);
    await answer((done) => client.configure(configuration, done));
    await answer((done) => client.configureStack(new analyzer.AnalyzerStackConfigureRequest(), done));
    assert.deepEqual(await analyze(), [], "the level was lowered");

    const whole = await answer<analyzer.AnalyzeResponse>((done) => client.analyzeStack(stack, done));
    const advice = whole.getDiagnosticsList().filter((one) => one.getPolicyname() === "sso-advisories");
    assert.ok(advice.some((one) => one.getMessage().endsWith("[published-port]")));
    assert.ok(advice.every((one) => one.getEnforcementlevel() === analyzer.EnforcementLevel.ADVISORY));
  });

  it("fails a call that it cannot judge", async () => {
    await assert.rejects(
      answer((done) => client.analyze(new analyzer.AnalyzeRequest(), done)),
      /no properties/,
    );
  });
});
