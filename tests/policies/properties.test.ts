/** What the pack's own server makes of the engine's messages. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { read, readList, readObject, readObjects, readTexts, textOf } from "../../policies/adapter/read";
import { lazyProperties } from "../../policies/server/properties";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "./harness";

/** Source of these: `runtime/rpc.js` of @pulumi/pulumi. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";

const UNKNOWN = { known: false };

function structOf(properties: Record<string, unknown>): Struct {
  const struct = Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
  return Struct.deserializeBinary(struct.serializeBinary());
}

function decoded(properties: Record<string, unknown>): Record<string, unknown> {
  return lazyProperties(structOf(properties));
}

describe("decoded properties", () => {
  it("are what was sent", () => {
    const sent = {
      text: "a",
      empty: "",
      number: 0.5,
      zero: 0,
      no: false,
      nothing: null,
      none: [],
      list: [1, [null, { deep: "b" }]],
      object: { a: {}, b: [true] },
    };
    const props = decoded(sent);
    assert.deepEqual({ ...props }, sent);
    assert.deepEqual(Object.keys(props).sort(), Object.keys(sent).sort());
    for (const name of ["absent", "toString", "constructor", "__proto__"]) {
      assert.equal(props[name], undefined, name);
      assert.ok(!Reflect.has(props, name), name);
    }
    assert.ok(Reflect.has(props, "zero"));
    assert.equal(decoded({ toString: "a" }).toString, "a");
  });

  it("are decoded when they are read, once", () => {
    const struct = structOf({ read: { a: [1] }, other: ["b"] });
    const fields = struct.getFieldsMap();
    const counted = (name: string) => {
      const value = fields.get(name);
      assert.ok(value);
      const original = value.getKindCase.bind(value);
      const seen = { times: 0 };
      value.getKindCase = () => {
        seen.times += 1;
        return original();
      };
      return seen;
    };
    const [first, second] = [counted("read"), counted("other")];
    const props = lazyProperties(struct);
    assert.deepEqual([first.times, second.times], [0, 0]);
    assert.equal(props.read, props.read);
    assert.deepEqual(props.read, { a: [1] });
    assert.deepEqual([first.times, second.times], [1, 0]);
  });

  it("are out of the wrapping of secrets, also inside of others", () => {
    const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });
    const props = decoded({ top: secret("a"), list: [secret({ b: secret(1) })], unknown: secret(UNKNOWN_TEXT) });
    assert.equal(props.top, "a");
    assert.deepEqual(props.list, [{ b: 1 }]);
    assert.deepEqual(read(props, "unknown"), UNKNOWN);
  });

  it("keep assets as plain objects", () => {
    const asset = { [SIGNATURE]: ASSET, path: "a.txt" };
    assert.deepEqual(decoded({ asset }).asset, asset);
  });

  it("are unknown where they stand for something that cannot be read, and nothing else of the resource is", () => {
    const props = decoded({
      reference: { [SIGNATURE]: RESOURCE, urn: "urn:pulumi:a" },
      future: { [SIGNATURE]: "ffffffffffffffffffffffffffffffff", value: "harmless" },
      odd: { [SIGNATURE]: 7 },
      hollow: { [SIGNATURE]: SECRET },
      labels: [{ label: "a", value: "b" }],
    });
    for (const name of ["reference", "future", "odd", "hollow"]) assert.deepEqual(read(props, name), UNKNOWN, name);
    assert.deepEqual(props.labels, [{ label: "a", value: "b" }]);
    const unset = new Struct();
    unset.getFieldsMap().set("unset", new Value());
    assert.deepEqual(read(lazyProperties(unset), "unset"), UNKNOWN);
  });

  it("cannot change what objects inherit", () => {
    const sent = JSON.parse('{"object":{"__proto__":{"value":"b"},"label":"a"}}') as Record<string, unknown>;
    const object = readObject(decoded(sent), "object") ?? {};
    assert.equal(object.value, undefined);
    assert.equal(object.label, "a");
  });
});

describe("reading", () => {
  const props = decoded({
    text: UNKNOWN_TEXT,
    list: UNKNOWN_LIST,
    object: UNKNOWN_TEXT,
    elements: ["a", UNKNOWN_TEXT],
    objects: [{ name: UNKNOWN_TEXT }, UNKNOWN_TEXT, { name: "a" }],
  });

  it("takes every marker of the engine for unknown, at any depth", () => {
    assert.deepEqual(textOf(props, "text"), UNKNOWN);
    assert.deepEqual(readList(props, "list"), UNKNOWN);
    assert.equal(readObject(props, "object"), undefined);
    assert.deepEqual(readTexts(props, "elements"), UNKNOWN);
    assert.deepEqual(
      readObjects(props, "objects", (element) => textOf(element, "name")),
      [UNKNOWN, UNKNOWN, { known: true, value: "a" }],
    );
  });

  it("knows all of the policy SDK's markers", () => {
    const markers = Object.entries(require("@pulumi/policy/proxy") as Record<string, unknown>).filter(([name]) =>
      /^unknown[A-Z][a-z]+Value$/.test(name),
    );
    assert.equal(markers.length, 7);
    for (const [name, value] of markers) assert.deepEqual(read(decoded({ value }), "value"), UNKNOWN, name);
  });
});
