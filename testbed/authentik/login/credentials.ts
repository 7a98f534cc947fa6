import type { DoubleContext } from "../context";
import { verifyPassword } from "../passwords";
import type { UserRow } from "../rows";

/** Something to hash against where nobody has the name, so that the time of the answer tells nothing. */
const NOBODY = "scrypt$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** The user that a name means to an identification stage; undefined where nobody has it. */
export async function findUser(
  { store }: DoubleContext,
  typed: string,
  userFields: string[],
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

/** True where the user may log in with that password. Service accounts have none. */
export async function passwordIsRight(user: UserRow | undefined, password: string): Promise<boolean> {
  const right = await verifyPassword(password, user?.password ?? NOBODY);
  return right && user?.is_active === true;
}
