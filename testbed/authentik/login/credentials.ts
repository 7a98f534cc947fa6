import type { DoubleContext } from "../context";
import { verifyPassword } from "../passwords";
import type { Document, UserRow } from "../rows";

/** Something to hash against where nobody has the name, so that the time of the answer tells nothing. */
const NOBODY = "scrypt$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const INBUILT = "authentik.core.auth.InbuiltBackend";
const TOKENS = "authentik.core.auth.TokenBackend";

/** The user that a name means to an identification stage; undefined where nobody has it. */
export async function findUser(
  { store }: DoubleContext,
  typed: string,
  userFields: readonly string[],
  caseInsensitive: boolean,
): Promise<UserRow | undefined> {
  const fold = (text: string): string => (caseInsensitive ? text.toLowerCase() : text);
  if (typed === "") return undefined;
  return (await store.list("user")).find((user) =>
    userFields.some((field) => {
      const value = field === "username" ? user.username : field === "email" ? user.email : user.attributes.upn;
      return typeof value === "string" && value !== "" && fold(value) === fold(typed);
    }),
  );
}

/**
 * By which of the backends a password is right: the user's own, or an app password where the stage takes those.
 *
 * @param backends of the stage; none means the user's own password
 * @returns undefined where none takes it, or the account is inactive
 */
export async function passwordMethod(
  { store, clock }: DoubleContext,
  user: UserRow | undefined,
  password: string,
  backends: readonly string[],
): Promise<{ name: string; args: Document } | undefined> {
  const right = await verifyPassword(password, user?.password ?? NOBODY);
  if (!user?.is_active) return undefined;
  if (right && (backends.length === 0 || backends.includes(INBUILT))) return { name: "password", args: {} };
  if (!backends.includes(TOKENS) || password === "") return undefined;
  const now = clock().getTime();
  const token = (await store.list("token")).find(
    ({ key, intent, user: owner, expiring, expires }) =>
      owner === user.pk &&
      intent === "app_password" &&
      key === password &&
      !(expiring && expires !== null && Date.parse(expires) <= now),
  );
  return token ? { name: "token", args: { identifier: token.identifier } } : undefined;
}
