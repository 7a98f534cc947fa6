import type { UserRow } from "../rows";

/** What an entry of the one form may stand for. */
const VALUES: { [python: string]: (user: UserRow) => unknown } = {
  True: () => true,
  False: () => false,
  None: () => null,
  "request.user.email": (user) => user.email,
  "request.user.name": (user) => user.name,
  "request.user.username": (user) => user.username,
};

const ENTRY = /^\s*"([^"\\]+)"\s*:\s*("[^"\\]*"|[A-Za-z_.]+)\s*$/;

/**
 * Claims of a mapping of the user's own. The double runs no Python: it reads `return {"name": value, …}` with texts,
 * constants and three fields of the user.
 *
 * @returns undefined for everything else; authentik leaves the claims of an expression that fails away, too
 * @example evaluateClaims('return {"email": request.user.email, "email_verified": True}', user)
 */
export function evaluateClaims(expression: string, user: UserRow): { [claim: string]: unknown } | undefined {
  const body = /^\s*return\s*\{([^{}]*)\}\s*$/.exec(expression)?.[1];
  if (body === undefined) return undefined;
  const claims: { [claim: string]: unknown } = {};
  for (const entry of body.replace(/,\s*$/, "").split(",")) {
    const [, name = "", value = ""] = ENTRY.exec(entry) ?? [];
    const known = Object.hasOwn(VALUES, value) ? VALUES[value] : undefined;
    if (name === "" || (!known && !value.startsWith('"'))) return undefined;
    claims[name] = known ? known(user) : value.slice(1, -1);
  }
  return claims;
}
