/** Which groups and users a program declares, and what is wrong with them: plain data, no Pulumi. */

/** A group that the program declares. */
export interface SsoGroupArgs {
  /** Name, as services and other groups refer to it. */
  name: string;
  /** Groups that this one is a part of: its members count as theirs. Undeclared ones must exist. @default none */
  parents?: string[];
  /** Whether its members administer authentik. @default false */
  superuser?: boolean;
}

/** A user that the program declares. */
export interface SsoUserArgs {
  /** Name to log in with. */
  username: string;
  /** Full name. Set once: the user may change it. @default the user name */
  name?: string;
  /** Mail address. Set once. Without one the user gets no recovery mail. @default none */
  email?: string;
  /** Groups the user is in. Undeclared ones must exist. @default none, and so no service at all */
  groups?: string[];
  /** `internal`, `external` or `service_account`, as authentik knows them. @default "internal" */
  type?: string;
  /** Whether the user may log in. @default true */
  active?: boolean;
  /**
   * `random`: a first password, given out once by `initialPasswords`. `none`: the user sets one by the recovery mail.
   * @default "random"; "none" for a service account, which uses tokens
   */
  initialPassword?: string;
}

const TYPES = ["internal", "external", "service_account"];
const PASSWORDS = ["random", "none"];

/** A mail address in the form that authentik accepts; what is behind it only a mail can show. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(text);
}

/** How a user gets the first password. */
export function initialPasswordOf({ initialPassword, type }: SsoUserArgs): string {
  return initialPassword ?? (type === "service_account" ? "none" : "random");
}

export interface PeopleFacts {
  /** Names that the gate makes or authentik ships; declaring them again would fail half-way. */
  readonly takenGroups: readonly string[];
  readonly takenUsers: readonly string[];
  /** Whether authentik can send mail. */
  readonly mail: boolean;
}

/** Everything that is wrong, as full sentences; nothing where all is well. */
export function peopleProblems(
  groups: readonly SsoGroupArgs[],
  users: readonly SsoUserArgs[],
  { takenGroups, takenUsers, mail }: PeopleFacts,
): string[] {
  return [
    ...names("group", groups, ({ name }) => name, takenGroups),
    ...cycles(groups),
    ...names("user", users, ({ username }) => username, takenUsers),
    ...users.flatMap((user) => userProblems(user, mail)),
  ];
}

function userProblems(user: SsoUserArgs, mail: boolean): string[] {
  const { username, type = "internal", email } = user;
  const password = initialPasswordOf(user);
  const problems: string[] = [];
  if (!TYPES.includes(type)) problems.push(`user '${username}': type is '${type}', allowed are ${TYPES.join(", ")}.`);
  if (!PASSWORDS.includes(password))
    problems.push(`user '${username}': initialPassword is '${password}', allowed are ${PASSWORDS.join(" and ")}.`);
  if (email !== undefined && !isMailAddress(email))
    problems.push(`user '${username}': email '${email}' is no mail address. Write one as name@example.com.`);
  if (password === "none" && type !== "service_account" && !(mail && email))
    problems.push(
      `user '${username}': with initialPassword 'none' the only way to a password is the recovery mail, which needs an email and a mail server (smtp). Add them, or write initialPassword 'random'.`,
    );
  return problems;
}

function names<T>(kind: string, all: readonly T[], nameOf: (one: T) => string, taken: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.flatMap((one) => {
    const name = nameOf(one);
    if (typeof name !== "string" || name.trim() === "" || name !== name.trim())
      return [`a ${kind} has the name '${String(name)}'; a name must be there and must not begin or end with a space.`];
    if (taken.includes(name))
      return [`${kind} '${name}' exists already, made by the gate or by authentik. Take it out of the declared ones.`];
    if (seen.has(name)) return [`${kind} '${name}' is declared twice. Take one away.`];
    seen.add(name);
    return [];
  });
}

/** A group inside itself would have no end; authentik refuses it as well, after the others are made. */
function cycles(groups: readonly SsoGroupArgs[]): string[] {
  const parents = new Map(groups.map(({ name, parents: above = [] }) => [name, above]));
  return [...parents.keys()].flatMap((start) => {
    const seen = new Set<string>();
    const open = [...(parents.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === start) return [`group '${start}' is a part of itself through 'parents'. Break the circle.`];
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(parents.get(next) ?? []));
    }
    return [];
  });
}
