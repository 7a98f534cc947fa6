import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import sdk from "../../sdks/authentik/package.json";
import { authentik } from "../../testbed/provider/authentik/table";
import { contract, sampleModel, schemaResources, tokenOf } from "./contractFacts";
import { Engine, promise, secret } from "./engineClient";
import { apiToken, startWorld } from "./world";

const world = startWorld();
const group = "authentik:index/group:Group";

describe("handshake", () => {
  test("takes secrets, and answers the SDK's parameter with the SDK's name and version", async () => {
    const { raw } = world.engine;
    const shake = await promise<proto.ProviderHandshakeResponse>((done) =>
      raw.handshake(new proto.ProviderHandshakeRequest(), done),
    );
    assert.equal(shake.getAcceptSecrets(), true);
    const answer = await parameterize(sdk.pulumi.parameterization.value);
    assert.equal(answer.getName(), sdk.pulumi.parameterization.name);
    assert.equal(answer.getVersion(), sdk.pulumi.parameterization.version);
    const info = await promise<{ getVersion(): string }>((done) => raw.getPluginInfo(new Empty(), done));
    assert.equal(info.getVersion(), sdk.pulumi.version);
  });

  test("takes the same parameter as two arguments", async () => {
    const request = new proto.ParameterizeRequest();
    const args = new proto.ParameterizeRequest.ParametersArgs();
    args.setArgsList(["goauthentik/authentik", "2026.5.0"]);
    request.setArgs(args);
    const answer = await promise<proto.ParameterizeResponse>((done) => world.engine.raw.parameterize(request, done));
    assert.equal(answer.getName(), "authentik");
  });

  test("refuses to stand in for another provider or version", async () => {
    const other = '{"remote":{"url":"registry.opentofu.org/hashicorp/aws","version":"1.0.0"}}';
    await assert.rejects(
      parameterize(Buffer.from(other).toString("base64")),
      /serves only .*goauthentik\/authentik 2026.5.0/,
    );
  });

  test("gives the schema that the SDK was generated from", async () => {
    const answer = await promise<proto.GetSchemaResponse>((done) =>
      world.engine.raw.getSchema(new proto.GetSchemaRequest(), done),
    );
    const schema = JSON.parse(answer.getSchema()) as { resources: object; version: string };
    assert.equal(Object.keys(schema.resources).length, Object.keys(schemaResources).length);
    assert.equal(schema.version, sdk.version);
  });

  async function parameterize(value: string): Promise<proto.ParameterizeResponse> {
    const request = new proto.ParameterizeRequest();
    const parameter = new proto.ParameterizeRequest.ParametersValue();
    parameter.setName("authentik");
    parameter.setVersion("2026.5.0");
    parameter.setValue(Buffer.from(value, "base64"));
    request.setValue(parameter);
    return promise((done) => world.engine.raw.parameterize(request, done));
  }
});

describe("configuration", () => {
  test("sends the token, the extra headers and the real provider's user agent, and asks for /root/config/ first", async () => {
    const engine = await Engine.start(authentik);
    const before = world.recorder.calls.length;
    await engine.configure({
      url: `${world.url}/`,
      token: secret("abc-token"),
      headers: '{"X-Team":"sso"}',
      insecure: "true",
    });
    await engine.create(group, { name: "g" });
    const [config, create] = world.recorder.calls.slice(before);
    assert.equal(config?.path, "/root/config/");
    assert.equal(create?.headers.authorization, "Bearer abc-token");
    assert.equal(create?.headers["x-team"], "sso");
    assert.match(String(create?.headers["user-agent"]), /^authentik-terraform@2026\.5\.0$/);
    engine.close();
  });

  test("keeps a sub-path of the address and adds /api/v3 only where it is missing", async () => {
    for (const [address, path] of [
      ["/sso/", "/sso/api/v3/core/groups/"],
      ["/api/v3", "/core/groups/"],
    ] as const) {
      const engine = await Engine.start(authentik);
      await engine.configure({ url: `${world.url}${address}`, token: apiToken });
      await engine.create(group, { name: "g" }).catch(() => undefined);
      assert.equal(world.recorder.calls.findLast((call) => call.method === "POST")?.path, path);
      engine.close();
    }
  });

  test("takes address and token from the environment where the program gives none, and names what is missing", async () => {
    const engine = await Engine.start(authentik, { AUTHENTIK_URL: world.url, AUTHENTIK_TOKEN: "from-environment" });
    await engine.configure({});
    await engine.create(group, { name: "g" });
    assert.equal(world.recorder.calls.at(-1)?.headers.authorization, "Bearer from-environment");
    engine.close();
    const bare = await Engine.start(authentik);
    await assert.rejects(bare.configure({ url: world.url }), /needs `url` and `token`/);
    await assert.rejects(bare.create(group, { name: "g" }), /not configured yet/);
    bare.close();
  });

  test("another token or address is an update of the provider, never a replacement", async () => {
    const request = new proto.DiffRequest();
    request.setOlds(Struct.fromJavaScript({ url: "http://a", token: secret("x"), version: "1" }));
    request.setNews(Struct.fromJavaScript({ url: "http://b", token: secret("y"), version: "2" }));
    const answer = await promise<proto.DiffResponse>((done) => world.engine.raw.diffConfig(request, done));
    assert.equal(answer.getChanges(), proto.DiffResponse.DiffChanges.DIFF_SOME);
    assert.deepEqual(answer.getDiffsList().sort(), ["token", "url"]);
    assert.deepEqual(answer.getReplacesList(), []);
  });

  test("checks the provider's own arguments and gives its secrets back as secrets", async () => {
    const request = new proto.CheckRequest();
    request.setNews(Struct.fromJavaScript({ url: "http://a", token: secret("x"), insecure: "maybe" }));
    const answer = await promise<proto.CheckResponse>((done) => world.engine.raw.checkConfig(request, done));
    assert.deepEqual(answer.getInputs()?.toJavaScript().token, secret("x"));
    assert.match(answer.getFailuresList()[0]?.getReason() ?? "", /insecure must be a boolean/);
  });
});

describe("errors", () => {
  test("every resource of the SDK that is not served says so and what is served", async () => {
    const served = new Set(Object.keys(contract.resources).map(tokenOf));
    assert.equal(served.size, 38);
    for (const token of Object.keys(schemaResources)) {
      const error = await world.engine.check(token, {}).then(
        () => undefined,
        (reason: Error) => reason,
      );
      if (served.has(token)) assert.equal(error, undefined, token);
      else
        assert.match(
          error?.message ?? "",
          /stand-in for the authentik provider does not serve .*It serves 38 resources/,
        );
    }
  });

  test("a refusal names the resource and the program's property, and hides every secret", async () => {
    const type = "authentik:index/providerOauth2:ProviderOauth2";
    const inputs = {
      name: "o",
      clientId: "c",
      clientSecret: secret("very-secret-1"),
      authorizationFlow: "a",
      invalidationFlow: "b",
    };
    world.recorder.answers.set("POST /providers/oauth2/", {
      status: 400,
      body: { redirect_uris: ["This field is required."], client_secret: [`very-secret-1 is bad, ${apiToken} too`] },
    });
    const error = await world.engine.create(type, inputs).catch((reason) => reason);
    world.recorder.answers.clear();
    assert.equal(
      error.details,
      `${type} "one" (create): authentik refused POST /api/v3/providers/oauth2/ (400): ` +
        "allowedRedirectUris: This field is required.; clientSecret: [secret] is bad, [secret] too",
    );
  });

  const answers: readonly [string, { status: number; body?: unknown; contentType?: string }, RegExp][] = [
    ["a wrong token", { status: 403, body: { detail: "Token invalid/expired" } }, /\(403\): Token invalid\/expired/],
    ["a server that is starting", { status: 503, body: "starting", contentType: "text/plain" }, /\(503\): starting/],
    ["an answer that is no JSON", { status: 201, body: "ok", contentType: "text/html" }, /undefined response type/],
    [
      "an answer without a required field",
      { status: 201, body: { pk: "1", name: "g" } },
      /no value given for required property num_pk/,
    ],
    ["an answer without an id", { status: 201, body: { ...sampleModel("Group"), pk: null } }, /null in "pk"/],
    [
      "a field of another type",
      { status: 201, body: { ...sampleModel("Group"), num_pk: "five" } },
      /num_pk must be int/,
    ],
  ];
  for (const [what, answer, reason] of answers) {
    test(`${what} is an error that says what came`, async () => {
      world.recorder.answers.set("POST /core/groups/", answer);
      await assert.rejects(world.engine.create(group, { name: "g" }), reason);
      world.recorder.answers.clear();
    });
  }

  test("an unknown value of an enumeration is refused", async () => {
    world.recorder.answers.set("POST /providers/proxy/", {
      status: 201,
      body: {
        ...sampleModel("Provider"),
        client_id: "c",
        external_host: "e",
        redirect_uris: [],
        outpost_set: [],
        mode: "wild",
      },
    });
    const inputs = { name: "p", externalHost: "https://a", authorizationFlow: "f", invalidationFlow: "f" };
    const made = world.engine.create("authentik:index/providerProxy:ProviderProxy", inputs);
    await assert.rejects(made, /"wild" is not a valid ProxyMode/);
    world.recorder.answers.clear();
  });

  test("a server that does not answer is named with its address and no token", async () => {
    const engine = await Engine.start(authentik);
    await engine.configure({ url: "http://127.0.0.1:9", token: apiToken });
    const error = await engine.create(group, { name: "g" }).catch((reason) => reason);
    assert.match(error.details, /authentik does not answer at http:\/\/127\.0\.0\.1:9 \(ECONNREFUSED\)/);
    assert.doesNotMatch(error.details, new RegExp(apiToken));
    engine.close();
  });

  test("a call under way runs to its end when the engine cancels", async () => {
    const held = world.recorder.hold("POST /core/groups/");
    const made = world.engine.create(group, { name: "slow" });
    await held.arrived;
    await promise<Empty>((done) => world.engine.raw.cancel(new Empty(), done));
    held.release();
    assert.notEqual((await made).id, "");
  });

  test("an object that vanished is gone on a read and an error on an update", async () => {
    const made = await world.engine.create(group, { name: "g" });
    world.recorder.items.delete(`/core/groups/${made.id}/`);
    assert.equal((await world.engine.read(group, made.id, made.state, { name: "g" })).id, "");
    await assert.rejects(
      world.engine.update(group, made.id, made.state, { name: "h" }),
      /does not have this object any more/,
    );
    await world.engine.delete(group, made.id, made.state);
  });
});
