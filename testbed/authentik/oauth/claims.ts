import { isSuperuser } from "../groups";
import type { GroupRow, UserRow } from "../rows";
import type { Store } from "../store";
import { mergedAttributes } from "./attributes";
import type { Client } from "./clients";
import { isProxy } from "./clients";
import { evaluateClaims } from "./expression";

/** Claims of a user for scopes of a provider: what its own mappings say, and for the others what the shipped ones give. */
export async function userClaims(
  store: Store,
  provider: Client["provider"],
  scopes: string[],
  user: UserRow,
): Promise<{ [claim: string]: unknown }> {
  const [groups, mappings] = await Promise.all([store.list("group"), store.list("property_mapping_provider_scope")]);
  const own = mappings.filter(
    ({ pk, managed, expression }) => provider.property_mappings.includes(pk) && managed === null && expression !== "",
  );
  const mapped = own.filter(({ scope_name }) => scopes.includes(scope_name));
  const shipped = scopes.filter((scope) => !own.some(({ scope_name }) => scope_name === scope));
  return Object.assign(
    scopeClaims(shipped, user, groups),
    ...mapped.map(({ expression }) => evaluateClaims(expression, user) ?? {}),
  ) as { [claim: string]: unknown };
}

/** What the shipped scope mappings give for each scope. */
function scopeClaims(scopes: string[], user: UserRow, groups: GroupRow[]): { [claim: string]: unknown } {
  const byPk = new Map(groups.map((group) => [group.pk, group]));
  const given: { [scope: string]: () => { [claim: string]: unknown } } = {
    // Since 2025.10 the shipped mapping says that nobody has verified the address.
    email: () => ({ email: user.email, email_verified: false }),
    profile: () => ({
      name: user.name,
      given_name: user.name,
      preferred_username: user.username,
      nickname: user.username,
      groups: user.groups.flatMap((pk) => byPk.get(pk)?.name ?? []),
    }),
    entitlements: () => ({ entitlements: [], roles: [] }),
    ak_proxy: () => ({
      ak_proxy: { user_attributes: mergedAttributes(user, groups), is_superuser: isSuperuser(user, groups) },
    }),
  };
  return Object.assign({}, ...scopes.map((scope) => given[scope]?.() ?? {}));
}

/** The `sub` of a user at a provider. */
export function subject(provider: Client["provider"], user: UserRow): string {
  const mode = isProxy(provider) ? "hashed_user_id" : provider.sub_mode;
  switch (mode) {
    case "user_id":
      return String(user.pk);
    case "user_uuid":
      return user.uuid;
    case "user_username":
      return user.username;
    case "user_email":
      return user.email;
    case "user_upn":
      return typeof user.attributes.upn === "string" ? user.attributes.upn : user.uid;
    default:
      return user.uid;
  }
}
