import type { GroupRow, UserRow } from "../rows";

/** The groups of a user with all their ancestors: being in a child is being in its parents. */
export function groupsWithParents(user: UserRow, groups: GroupRow[]): GroupRow[] {
  const byPk = new Map(groups.map((group) => [group.pk, group]));
  const found = new Map<string, GroupRow>();
  const open = [...user.groups];
  for (let pk = open.pop(); pk !== undefined; pk = open.pop()) {
    const group = byPk.get(pk);
    if (!group || found.has(pk)) continue;
    found.set(pk, group);
    open.push(...group.parents);
  }
  return [...found.values()];
}

/** True where one of the user's groups, or an ancestor of one, makes superusers. */
export function isSuperuser(user: UserRow, groups: GroupRow[]): boolean {
  return groupsWithParents(user, groups).some((group) => group.is_superuser);
}

/** Attributes of the groups, by name, with the user's own on top. */
export function mergedAttributes(user: UserRow, groups: GroupRow[]): { [attribute: string]: unknown } {
  const byName = groupsWithParents(user, groups).sort((a, b) => (a.name < b.name ? -1 : 1));
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
