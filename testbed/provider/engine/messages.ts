import type { ResourceType } from "./resource";
import { RestError } from "./restClient";
import type { Props, Value } from "./value";

/** What an error message is about. */
export interface Subject {
  /** `authentik:index/group:Group "admins"`, or a function's token. */
  readonly what: string;
  /** `create`, `read`, `invoke`. */
  readonly action: string;
  readonly resource?: ResourceType;
  /** Values that must not be shown. */
  readonly secretValues: readonly string[];
}

/**
 * One clear line for the engine: resource, action, and for a refusal the property names of the program instead of the
 * server's field names. Secret values are replaced wherever they appear.
 */
export function errorText(error: unknown, subject: Subject): string {
  return redact(`${subject.what} (${subject.action}): ${reasonOf(error, subject.resource)}`, subject.secretValues);
}

function reasonOf(error: unknown, resource: ResourceType | undefined): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof RestError) || resource === undefined) return error.message;
  const fields = Object.entries(error.refusal.fields).map(([sentAs, reasons]) => {
    const property = resource.fields.find((field) => field.sentAs === sentAs)?.name ?? sentAs;
    return `${property}: ${reasons.join(" ")}`;
  });
  const reasons = [...fields, ...error.refusal.general].join("; ");
  return `${error.title} refused ${error.call} (${error.status})${reasons === "" ? "" : `: ${reasons}`}`;
}

/** Replaces every secret value by `[secret]`. Values of fewer than four characters would garble the text and are left. */
function redact(text: string, secretValues: readonly string[]): string {
  const ordered = [...secretValues].filter((value) => value.length >= 4).sort((a, b) => b.length - a.length);
  return ordered.reduce((result, value) => result.split(value).join("[secret]"), text);
}

/** Every text inside the named properties. */
export function textsOf(props: Props, names: ReadonlySet<string>): string[] {
  return [...names].flatMap((name) => texts(props[name]));
}

function texts(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((member) => texts(member as Value));
}
