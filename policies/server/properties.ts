import type { ListValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Value } from "google-protobuf/google/protobuf/struct_pb";
import { UNREADABLE } from "../adapter/unknown";

/**
 * Marks an object that stands for something else. Source of these: `runtime/rpc.js` of @pulumi/pulumi 3.259.0, which is
 * not imported because it loads the whole SDK.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/**
 * The properties of a resource, each decoded when it is first read and then kept.
 *
 * Most are never read: of a network's none, of a container's ten of some twenty. The policy SDK decodes all of them,
 * twice, for each policy anew. Unknown values stay the engine's markers, which `read` knows.
 *
 * @example lazyProperties(request.getProperties()).labels
 */
export function lazyProperties(struct: Struct): Record<string, unknown> {
  const fields = struct.getFieldsMap();
  const decoded: Record<string, unknown> = Object.create(null);
  // google-protobuf keeps the fields in an object that inherits, so that its `has` and `get` take `toString` for one.
  const isField = (name: string | symbol): name is string =>
    typeof name === "string" && (name in Object.prototype ? namesOf(struct).includes(name) : fields.has(name));
  const property = (name: string | symbol): unknown => {
    if (!isField(name)) return undefined;
    if (!(name in decoded)) decoded[name] = decode(fields.get(name));
    return decoded[name];
  };
  return new Proxy(decoded, {
    get: (_decoded, name) => property(name),
    has: (_decoded, name) => isField(name),
    ownKeys: () => namesOf(struct),
    getOwnPropertyDescriptor: (_decoded, name) =>
      isField(name) ? { configurable: true, enumerable: true, writable: true, value: property(name) } : undefined,
  });
}

/** A value as plain data; secrets are out of their wrapping, as the policy SDK hands them over. */
function decode(value: Value | undefined): unknown {
  switch (value?.getKindCase()) {
    case Value.KindCase.STRING_VALUE:
      return value.getStringValue();
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.NULL_VALUE:
      return null;
    case Value.KindCase.LIST_VALUE:
      return decodeList(value.getListValue());
    case Value.KindCase.STRUCT_VALUE:
      return decodeStruct(value.getStructValue());
    default:
      return UNREADABLE;
  }
}

function decodeList(list: ListValue | undefined): unknown {
  return list ? list.getValuesList().map((element) => decode(element)) : UNREADABLE;
}

/**
 * An object, or what it stands for.
 *
 * The policy SDK refuses a signature that it does not know (`deserialize.js`), and with it the whole resource. Here that
 * value alone is unknown, which every invariant takes for the worst.
 */
function decodeStruct(struct: Struct | undefined): unknown {
  if (!struct) return UNREADABLE;
  const fields = struct.getFieldsMap();
  const signature = fields.get(SIGNATURE);
  if (signature) {
    const kind = decode(signature);
    if (kind === SECRET) return decode(fields.get("value"));
    if (kind !== ASSET && kind !== ARCHIVE) return UNREADABLE;
  }
  const plain: Record<string, unknown> = {};
  fields.forEach((field, name) => {
    plain[name] = decode(field);
  });
  return plain;
}

function namesOf(struct: Struct): string[] {
  const names: string[] = [];
  struct.getFieldsMap().forEach((_value, name) => {
    names.push(name);
  });
  return names;
}
