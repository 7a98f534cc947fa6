/**
 * What the engine sends in place of a value that is not known before the update, one text per type.
 *
 * Source: `proxy.js` of @pulumi/policy 1.21.0, and `sdk/go/common/resource/plugin/rpc.go` of Pulumi. They are repeated
 * here because importing the policy SDK loads the whole of Pulumi's.
 */
const UNKNOWN_VALUES: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // list
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** All of them are as long as this, which is quicker to ask of a text. */
const LENGTH = 36;

/** Stands for a value that was sent and cannot be read: the engine's mark of an unknown object. */
export const UNREADABLE = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

/** Whether a value is not known before the update. */
export function isUnknownValue(value: unknown): boolean {
  return typeof value === "string" && value.length === LENGTH && UNKNOWN_VALUES.has(value);
}

/**
 * Whether an error is the policy SDK's `UnknownValueError`, which its proxies throw where such a value is read.
 *
 * Told by what the error carries and not by its class or its name: there may be several copies of the SDK, and a
 * bundler may rename classes.
 */
export function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error && isUnknownValue(error.unknownTypeSentinel);
}
