import type { Props, Value } from "../engine/value";
import { eachPage } from "./lists";
import { jsonText, type Lookup, pathOf, pick, type Result, refuse, select, single, withoutUnset } from "./lookup";

/** The data sources for groups and users. */
export const people: Readonly<Record<string, Lookup>> = {
  group: async (client, args) => {
    const include = { ...groupIncludes, include_users: args.includeUsers !== false };
    const one = await single(
      client,
      "group",
      args,
      { key: "pk", query: include },
      { ...include, name: args.name as string },
    );
    return one === undefined ? { id: "" } : { id: one.pk, ...groupOf(one) };
  },

  groups: async (client, args) => {
    refuse(args, ["membersByPks", "membersByUsernames"]);
    const query = {
      include_users: args.includeUsers !== false,
      ...select(args, ["attributes", "is_superuser", "name", "ordering", "search"]),
    };
    const groups: Value[] = [];
    for await (const one of eachPage(client, pathOf("groups"), query)) groups.push(withoutUnset(groupOf(one)));
    return { id: "0", groups };
  },

  user: async (client, args) => {
    const include = { include_groups: true, include_roles: true };
    const one = await single(
      client,
      "user",
      args,
      { key: "pk", query: {} },
      { ...include, username: args.username as string },
    );
    return one === undefined ? { id: "" } : { id: String(one.pk), ...userOf(one) };
  },

  users: async (client, args) => {
    refuse(args, ["groupsByNames", "groupsByPks"]);
    const names = [
      "attributes",
      "email",
      "is_active",
      "is_superuser",
      "name",
      "ordering",
      "path",
      "path_startswith",
      "search",
      "username",
      "uuid",
    ];
    const query = { include_groups: true, include_roles: true, ...select(args, names) };
    const users: Value[] = [];
    for await (const one of eachPage(client, pathOf("users"), query)) users.push(withoutUnset(userOf(one)));
    return { id: "0", users };
  },
};

const groupIncludes = { include_children: false, include_inherited_roles: false, include_parents: false };

function groupOf(group: Props): Result {
  const users = group.users_obj;
  return {
    ...pick(group, ["pk", "num_pk", "name", "is_superuser", "parents", "users"]),
    attributes: jsonText(group.attributes),
    usersObjs: Array.isArray(users) ? users.map((user) => withoutUnset(memberOf(user as Props))) : [],
  };
}

function memberOf(user: Props): Result {
  return {
    ...pick(user, ["pk", "username", "name", "is_active", "last_login", "email", "uid"]),
    attributes: jsonText(user.attributes),
  };
}

function userOf(user: Props): Result {
  const names = [
    "pk",
    "username",
    "name",
    "type",
    "is_active",
    "is_superuser",
    "groups",
    "email",
    "avatar",
    "uid",
    "uuid",
    "path",
  ];
  return {
    ...pick(user, [...names, "last_login", "date_joined"]),
    attributes: jsonText(user.attributes),
  };
}
