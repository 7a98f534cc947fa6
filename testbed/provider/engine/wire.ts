import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { hasUnknown, type Props, type SecretProps, unknown, type Value } from "./value";

// Signatures and sentinels of Pulumi's wire format: sdk/go/common/resource/sig/sig.go and
// sdk/go/common/resource/plugin/rpc.go of pulumi v3.259.0.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownSentinels: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  unknownString,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Reads the properties of a request: secrets are opened and their names remembered, unknown values become `unknown`.
 * Fails on assets and archives, which none of the served resources takes.
 */
export function readProps(struct: Struct | undefined): SecretProps {
  const secrets = new Set<string>();
  const props: Record<string, Value> = {};
  for (const [name, raw] of Object.entries((struct?.toJavaScript() ?? {}) as Record<string, unknown>)) {
    props[name] = readValue(raw, () => secrets.add(name));
  }
  return { props, secrets };
}

/** Writes the properties of an answer; the names in `secrets` are marked as secret. Unset properties are left out. */
export function writeProps(props: Readonly<Record<string, Value | undefined>>, secrets: ReadonlySet<string>): Struct {
  const plain: Record<string, ReturnType<typeof writeValue>> = {};
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    const written = writeValue(value);
    // An unknown secret stays a plain unknown: the engine adds the mark back from the inputs.
    plain[name] =
      secrets.has(name) && !hasUnknown(value) ? { [signatureKey]: secretSignature, value: written } : written;
  }
  return Struct.fromJavaScript(plain);
}

function readValue(raw: unknown, foundSecret: () => void): Value {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === "boolean" || typeof raw === "number") return raw;
  if (typeof raw === "string") return unknownSentinels.has(raw) ? unknown : raw;
  if (Array.isArray(raw)) return raw.map((element) => readValue(element, foundSecret));
  const members = raw as Record<string, unknown>;
  const signature = members[signatureKey];
  if (signature === undefined) {
    return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, readValue(member, foundSecret)]));
  }
  if (signature === secretSignature) {
    foundSecret();
    return readValue(members.value, foundSecret);
  }
  if (signature === outputSignature) {
    if (members.secret === true) foundSecret();
    return "value" in members ? readValue(members.value, foundSecret) : unknown;
  }
  if (signature === resourceSignature) return readValue(members.id ?? members.urn, foundSecret);
  throw new Error("assets and archives cannot be given to this resource");
}

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

function writeValue(value: Value): Plain {
  if (value === unknown) return unknownString;
  if (Array.isArray(value)) return value.map(writeValue);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value as Props).map(([key, member]) => [key, writeValue(member)]));
  }
  return value as Plain;
}
