import { randomUUID } from "node:crypto";
import { setPassword } from "../rest/rules/identities";
import type { Scope } from "../rest/scope";
import type { UserRow } from "../rows";
import { ensureCreated } from "./ensure";

/** Name of the group whose members are superusers. */
export const ADMIN_GROUP = "authentik Admins";

const ADMIN_USER = "akadmin";

/** Identifier of the token that `AUTHENTIK_BOOTSTRAP_TOKEN` sets. */
const BOOTSTRAP_TOKEN = "authentik-bootstrap-token";

/**
 * The first start: group and user of the administrator, with password, e-mail address and token from the environment.
 * On a later start everything is there and stays as it is, whatever the environment says by then.
 */
export async function bootstrapIdentities(scope: Scope): Promise<void> {
  const { store, config, log } = scope.context;
  const users = await store.list("user");
  if (users.some(({ username }) => username === ADMIN_USER)) return;
  const group = await ensureCreated(scope, "group", { name: ADMIN_GROUP }, { is_superuser: true });
  const { token, password, email } = config.bootstrap;
  const user = await ensureCreated(
    scope,
    "user",
    { username: ADMIN_USER },
    { name: "authentik Default Admin", email: email ?? "root@example.com", groups: [group.pk] },
  );
  if (password !== undefined) await setPassword(user as unknown as UserRow, password, scope);
  if (token !== undefined) await storeToken(token, Number(user.pk), scope);
  log.info("bootstrapped", { user: ADMIN_USER, password: password !== undefined, token: token !== undefined });
}

async function storeToken(key: string, user: number, { context }: Scope): Promise<void> {
  const pk = randomUUID();
  await context.store.put("token", pk, {
    pk,
    identifier: BOOTSTRAP_TOKEN,
    key,
    user,
    intent: "api",
    description: "",
    expiring: false,
    expires: null,
    managed: null,
  });
}
