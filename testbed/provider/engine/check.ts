import { createHash, randomBytes } from "node:crypto";
import { convert, WrongType } from "./convert";
import type { Field } from "./field";
import { hasUnknown, type Props, type Value } from "./value";

/** One refused property. */
interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** The engine's wish for automatic names (`pulumi:autonaming` in the stack configuration). */
export type Autonaming = "default" | "disabled" | { readonly name: string };

/** What an automatic name is made of. */
export interface NameSource {
  /** The resource's name in the program. */
  readonly name: string;
  /** Random bytes that stay the same for one resource through one update. */
  readonly seed: Uint8Array;
  readonly autonaming: Autonaming;
}

/** Checked inputs, or the reasons why they are refused. */
export interface Checked {
  readonly inputs: Props;
  readonly failures: readonly Failure[];
}

/** The names of the inputs that were filled in, kept in the inputs under this key as Pulumi's Terraform bridge does. */
const defaultsKey = "__defaults";

/**
 * Checks a program's inputs as the real plug-in does before anything is asked of the server: known names, types,
 * required properties, enumerations. A missing `name` becomes `<resource name>-<7 hex digits>` and keeps its value.
 */
export function checkInputs(fields: readonly Field[], olds: Props, news: Props, source: NameSource): Checked {
  const inputs: Record<string, Value> = {};
  const failures: Failure[] = [];
  const known = new Map(fields.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(news)) {
    if (name.startsWith("__") || value === null) continue;
    const field = known.get(name);
    if (field === undefined) failures.push({ property: name, reason: "is not a property of this resource" });
    else if (field.computed === "only") failures.push({ property: name, reason: "is set by the server only" });
    else {
      inputs[name] = value;
      const reason = refusal(field, value);
      if (reason !== undefined) failures.push({ property: name, reason });
    }
  }
  const filled = fillName(known, inputs, olds, source);
  for (const field of fields) {
    if (field.required && inputs[field.name] === undefined) {
      failures.push({ property: field.name, reason: "is required and was not given" });
    }
  }
  return { inputs: { ...inputs, [defaultsKey]: filled }, failures };
}

function refusal(field: Field, value: Value): string | undefined {
  try {
    const converted = convert(field, value);
    const { allowed } = field;
    if (allowed === undefined || hasUnknown(converted) || converted === "") return undefined;
    const refused = (Array.isArray(converted) ? converted : [converted]).filter(
      (one) => !allowed.includes(String(one)),
    );
    if (refused.length === 0) return undefined;
    return `does not allow ${refused.map((one) => JSON.stringify(one)).join(", ")}; allowed: ${allowed.join(", ")}`;
  } catch (error) {
    if (error instanceof WrongType) return error.message;
    throw error;
  }
}

function fillName(known: Map<string, Field>, inputs: Record<string, Value>, olds: Props, source: NameSource): string[] {
  const field = known.get("name");
  if (field === undefined || !field.required || inputs.name !== undefined) return [];
  const oldDefaults = olds[defaultsKey];
  if (Array.isArray(oldDefaults) && oldDefaults.includes("name") && typeof olds.name === "string") {
    inputs.name = olds.name;
  } else if (typeof source.autonaming === "object") {
    inputs.name = source.autonaming.name;
  } else if (source.autonaming === "disabled") {
    return [];
  } else {
    const seed = source.seed.length > 0 ? source.seed : randomBytes(16);
    const digits = createHash("sha256").update(seed).update(source.name).digest("hex").slice(0, 7);
    inputs.name = `${source.name}-${digits}`;
  }
  return ["name"];
}
