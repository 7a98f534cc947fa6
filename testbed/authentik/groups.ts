import type { GroupRow, UserRow } from "./rows";

/** Every group of the user: those it is a direct member of, and their parents, each once. */
export function groupsOf(user: UserRow, groups: readonly GroupRow[]): GroupRow[] {
  const byPk = new Map(groups.map((group) => [group.pk, group]));
  const found = new Map<string, GroupRow>();
  const visit = (pk: string): void => {
    const group = byPk.get(pk);
    if (!group || found.has(pk)) return;
    found.set(pk, group);
    for (const parent of group.parents) visit(parent);
  };
  for (const pk of user.groups) visit(pk);
  return [...found.values()];
}

/** authentik has no superuser flag on users: a member of a superuser group is one. */
export function isSuperuser(user: UserRow, groups: readonly GroupRow[]): boolean {
  return groupsOf(user, groups).some((group) => group.is_superuser);
}
