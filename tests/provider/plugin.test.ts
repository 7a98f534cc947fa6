import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { authentik } from "../../testbed/provider/authentik/table";
import { type BuiltPlugin, buildPlugins } from "../../testbed/provider/build";
import { selfSigned } from "../cli/selfSigned";
import { sampleModel } from "./contractFacts";
import { Engine, promise } from "./engineClient";

describe("the built plug-ins", () => {
  let folder: string;
  let plugins: readonly BuiltPlugin[];
  const lines: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "stand-ins-"));
    plugins = await buildPlugins(folder, (line) => lines.push(line));
  });
  after(() => rm(folder, { recursive: true }));

  test("have the names and versions that the SDKs ask for, and are reported as stand-ins", () => {
    const named = plugins.map(({ name, version }) => `${name} ${version}`);
    assert.deepEqual(named, ["terraform-provider 1.1.3", "cloudflare 6.22.1"]);
    assert.equal(lines.filter((line) => line.startsWith("stand-in plug-in")).length, 2);
  });

  test("run outside the repository, print their port, and say on standard error what they are", async () => {
    for (const { name, version, directory } of plugins) {
      const child = spawn(join(directory, `pulumi-resource-${name}`), ["127.0.0.1:1"], { cwd: folder });
      try {
        const errors = once(child.stderr, "data");
        const [port] = (await once(child.stdout, "data")) as [Buffer];
        assert.match(port.toString(), /^\d+\n$/);
        const client = new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
        const info = await promise<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
        client.close();
        assert.equal(info.getVersion(), version);
        assert.match(String((await errors)[0]), /stand-in for the official/);
      } finally {
        child.kill();
        await once(child, "exit");
      }
    }
  });
});

describe("a server with a certificate of its own", () => {
  test("is refused, and taken with insecure", async () => {
    const { certificate: cert, key } = await selfSigned("localhost");
    const server = createServer({ cert, key }, (request, response) => {
      response.writeHead(request.method === "POST" ? 201 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ ...sampleModel("Group"), pk: "1" }));
    });
    const engine = await Engine.start(authentik);
    try {
      await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
      const url = `https://localhost:${(server.address() as AddressInfo).port}`;
      const make = () => engine.create("authentik:index/group:Group", { name: "g" });
      await engine.configure({ url, token: "t-t-t-t" });
      await assert.rejects(make(), /authentik does not answer at https:\/\/localhost:\d+ \(\S*(SELF_SIGNED|CERT)/);
      await engine.configure({ url, token: "t-t-t-t", insecure: "true" });
      assert.equal((await make()).id, "1");
    } finally {
      engine.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
