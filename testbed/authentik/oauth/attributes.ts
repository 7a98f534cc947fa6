import { groupsOf } from "../groups";
import type { GroupRow, UserRow } from "../rows";

/** Attributes of the groups, by name, with the user's own on top. */
export function mergedAttributes(user: UserRow, groups: GroupRow[]): { [attribute: string]: unknown } {
  const byName = groupsOf(user, groups).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...byName, user].reduce<{ [attribute: string]: unknown }>(
    (merged, { attributes }) => merge(merged, attributes),
    {},
  );
}

function merge(below: { [key: string]: unknown }, above: { [key: string]: unknown }): { [key: string]: unknown } {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key];
    if (Array.isArray(old) && Array.isArray(value)) merged[key] = [...old, ...value];
    else merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
