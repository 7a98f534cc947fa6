import { createHash, randomUUID } from "node:crypto";
import { recordEvent } from "../../events";
import { endSessionsOf } from "../../login/coreSession";
import { devicesOf } from "../../login/devices";
import { hashPassword } from "../../passwords";
import type { Document, GroupRow, UserRow } from "../../rows";
import { groupObject, userObject } from "../embedded";
import { invalid } from "../errors";
import type { KindRules, Scope } from "../scope";

export const user: KindRules = {
  validate(input, current) {
    const path = input.path;
    if (typeof path === "string" && (path.startsWith("/") || path.endsWith("/"))) {
      throw invalid({ path: "No leading or trailing slashes allowed." });
    }
    if (typeof path === "string" && path.split("/").includes("")) {
      throw invalid({ path: "No empty segments in user path allowed." });
    }
    const internal = "internal_service_account";
    if (input.type === undefined) return;
    if (!current && input.type === internal) {
      throw invalid({ type: "Setting a user to internal service account is not allowed." });
    }
    if (current?.type === internal && input.type !== internal) {
      throw invalid({ type: "Can't change internal service account to other user type." });
    }
  },
  async complete(row, current, { context }) {
    const now = context.clock().toISOString();
    row.last_updated = now;
    if (current) return;
    Object.assign(row, {
      uuid: randomUUID(),
      uid: createHash("sha256").update(`${row.pk}-${context.config.secretKey}`).digest("hex"),
      password: "",
      password_change_date: now,
      date_joined: now,
      last_login: row.last_login ?? null,
    });
  },
  /** Who is deactivated is logged out everywhere, at the outpost too. */
  async afterWrite(row, _current, { context }) {
    if (row.is_active === false) await endSessionsOf(context, Number(row.pk));
  },
  async afterDelete(row, { context }) {
    await endSessionsOf(context, Number(row.pk));
    for (const device of await devicesOf(context, Number(row.pk))) await context.store.remove("device", device.pk);
  },
  async present(row, view) {
    const object = await userObject(view.context, row as unknown as UserRow);
    if (view.query("include_groups") === "false") object.groups_obj = null;
    if (view.query("include_roles") === "false") object.roles_obj = null;
    return object;
  },
};

/** Sets a user's password and records it as an event of the one who did it. */
export async function setPassword(row: UserRow, password: string, scope: Scope): Promise<void> {
  const { context, actor } = scope;
  const now = context.clock().toISOString();
  const changed = { ...row, password: await hashPassword(password), password_change_date: now, last_updated: now };
  await context.store.put("user", String(row.pk), changed);
  if (scope.quiet) return;
  await recordEvent(context, {
    action: "password_set",
    app: "authentik.events.signals",
    ...(actor.user ? { user: actor.user } : {}),
    ...(actor.clientIp ? { clientIp: actor.clientIp } : {}),
    context: { user: { pk: row.pk, username: row.username } },
  });
}

export const group: KindRules = {
  validate(input, current) {
    const parents = (input.parents ?? []) as string[];
    if (current && parents.includes(String(current.pk))) {
      throw invalid({ parents: "Cannot set group as parent of itself." });
    }
  },
  complete(row, current) {
    if (!current) row.num_pk = numberOf(String(row.pk));
  },
  async afterWrite(row, _current, { context }) {
    const members = row.users as number[] | undefined;
    if (!members) return;
    // Membership is kept on the users; the group's own list is what was sent, and goes away with this.
    await setMembers(String(row.pk), members, context.store);
    delete row.users;
    await context.store.put("group", String(row.pk), row as unknown as GroupRow);
  },
  present(row, view) {
    const wants = (name: string, fallback: boolean): boolean => (view.query(name) ?? String(fallback)) === "true";
    return groupObject(view.context, row as unknown as GroupRow, {
      users: wants("include_users", true),
      children: wants("include_children", false),
      parents: wants("include_parents", false),
      inheritedRoles: wants("include_inherited_roles", false),
    });
  },
};

async function setMembers(group: string, members: readonly number[], store: Scope["context"]["store"]): Promise<void> {
  for (const user of await store.list("user")) {
    const isMember = user.groups.includes(group);
    if (isMember === members.includes(user.pk)) continue;
    const groups = isMember ? user.groups.filter((pk) => pk !== group) : [...user.groups, group];
    await store.put("user", String(user.pk), { ...user, groups });
  }
}

/** authentik's number of a group: the first five digits of its uuid read as a number. */
export function numberOf(uuid: string): number {
  return Number(
    BigInt(`0x${uuid.replaceAll("-", "")}`)
      .toString()
      .slice(0, 5),
  );
}

export const role: KindRules = {
  async afterDelete(row: Document, { context }) {
    for (const granted of await context.store.list("role_permission")) {
      if (granted.role === row.pk) await context.store.remove("role_permission", String(granted.id));
    }
  },
};
