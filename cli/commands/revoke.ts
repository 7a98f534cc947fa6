/** `revoke`: ends a user's sessions at once, and says what lives on. */
import { type ApiObject, type AuthentikClient, AuthentikError } from "../authentik/client";
import { Journal, operatorEvent } from "../authentik/journal";
import { openOperatedStack } from "../authentik/openStack";
import { EXIT, errorText, UserError } from "../errors";
import type { SetupContext } from "../setup/context";
import { printJson, say, type Terminal } from "../terminal";

/** What is to be ended beside the sessions. */
export interface RevokeOptions {
  /** Nobody can log in as this user until somebody activates it again. */
  readonly deactivate: boolean;
  /** API tokens, app passwords and refresh tokens of native OIDC apps. */
  readonly tokens: boolean;
}

/** What was ended. */
export interface Revocation {
  readonly user: string;
  readonly sessions: number;
  readonly tokens: number;
  readonly deactivated: boolean;
  /** What may go on, each as one sentence. */
  readonly livesOn: readonly string[];
}

/** A login during the work makes a new session: so often it is looked again. */
const ROUNDS = 3;

/** Ends and reports. */
export async function revoke(
  context: SetupContext,
  terminal: Terminal,
  user: string,
  options: RevokeOptions & { readonly json: boolean },
): Promise<number> {
  const { authentik } = await openOperatedStack(context, { engine: false });
  const done = await revokeUser(authentik, user, options);
  const journal = new Journal(context.options.checkout);
  const detail = `${user}: ${describeRevocation(done)}`;
  journal.add(operatorEvent({ what: "sessions_revoked", service: "", from: "", detail }));
  await journal.flush(authentik);
  if (options.json) printJson(terminal, done);
  else {
    say(terminal, `Ended for ${user}: ${describeRevocation(done)}.`);
    for (const line of done.livesOn) say(terminal, `May live on: ${line}`);
  }
  return EXIT.ok;
}

/** What was ended, in words: `1 session, 2 tokens; the account is deactivated`. */
export function describeRevocation({ sessions, tokens, deactivated }: Revocation): string {
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
  const ended = `${count(sessions, "session")}, ${count(tokens, "token")}`;
  return deactivated ? `${ended}; the account is deactivated` : ended;
}

/**
 * Ends every session of a user in authentik; with each the outpost sessions that came from it end.
 *
 * The account goes first and the sessions last, so that nothing new can begin in between.
 *
 * @throws {UserError} for a user that does not exist, or that this command line itself works as; when authentik does
 * not answer, so that nobody takes the sessions for ended
 */
export async function revokeUser(
  authentik: AuthentikClient,
  name: string,
  options: RevokeOptions,
): Promise<Revocation> {
  try {
    return await endAll(authentik, name, options);
  } catch (error) {
    if (!(error instanceof AuthentikError)) throw error;
    throw new UserError(
      {
        what: `It is not certain that the sessions of ${name} are ended: ${errorText(error)}`,
        fix: "look at authentik (npx authentik-sso status), then run the same command again",
      },
      EXIT.failed,
    );
  }
}

async function endAll(authentik: AuthentikClient, name: string, options: RevokeOptions): Promise<Revocation> {
  const user = await findUser(authentik, name);
  const pk = String(user.pk);
  if (options.deactivate || options.tokens) await refuseOwnAccount(authentik, pk, name);
  // Deactivating ends sessions too, and they are to be counted.
  const there = options.deactivate ? await sessionsOf(authentik, name) : [];
  if (options.deactivate) await authentik.call("PATCH", `/core/users/${pk}/`, { is_active: false });
  const tokens = options.tokens ? await endTokens(authentik, name, pk) : { ended: 0, livesOn: [] };
  const sessions = Math.max(there.length, await endSessions(authentik, name));
  return {
    user: name,
    sessions,
    tokens: tokens.ended,
    deactivated: options.deactivate,
    livesOn: [...tokens.livesOn, ...livesOn(options)],
  };
}

async function findUser(authentik: AuthentikClient, name: string): Promise<ApiObject> {
  const found = (await authentik.all("/core/users/", { username: name })).find(({ username }) => username === name);
  if (found) return found;
  throw new UserError({
    what: `authentik has no user "${name}".`,
    allowed: "the user name as authentik writes it, not the mail address",
  });
}

/** The stack's own token would go with it, and no command could undo that. */
async function refuseOwnAccount(authentik: AuthentikClient, pk: string, name: string): Promise<void> {
  const { user } = (await authentik.call("GET", "/core/users/me/")) as { user?: ApiObject };
  if (String(user?.pk) !== pk) return;
  throw new UserError({
    what: `${name} is whom this stack itself works as: without its token neither up nor revoke reaches authentik.`,
    fix: "leave --deactivate and --tokens away; its sessions alone can be ended",
  });
}

function sessionsOf(authentik: AuthentikClient, name: string): Promise<readonly ApiObject[]> {
  return authentik.all("/core/authenticated_sessions/", { user__username: name });
}

async function endSessions(authentik: AuthentikClient, name: string): Promise<number> {
  let ended = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const sessions = await sessionsOf(authentik, name);
    if (sessions.length === 0) return ended;
    for (const { uuid } of sessions) {
      if (await remove(authentik, `/core/authenticated_sessions/${String(uuid)}/`)) ended += 1;
    }
  }
  const left = await sessionsOf(authentik, name);
  if (left.length === 0) return ended;
  throw new UserError(
    { what: `${name} logs in again and again: ${left.length} sessions are left.`, fix: "add --deactivate" },
    EXIT.failed,
  );
}

async function endTokens(
  authentik: AuthentikClient,
  name: string,
  pk: string,
): Promise<{ ended: number; livesOn: string[] }> {
  let ended = 0;
  const livesOn: string[] = [];
  for (const { identifier } of await authentik.all("/core/tokens/", { user__username: name })) {
    if (await remove(authentik, `/core/tokens/${encodeURIComponent(String(identifier))}/`)) ended += 1;
  }
  for (const kind of ["refresh_tokens", "access_tokens"]) {
    try {
      for (const token of await authentik.all(`/oauth2/${kind}/`, { user: pk })) {
        if (await remove(authentik, `/oauth2/${kind}/${String(token.pk)}/`)) ended += 1;
      }
    } catch (error) {
      if (!(error instanceof AuthentikError) || error.status !== 404) throw error;
      livesOn.push(`${kind.replace("_", " ")} of native OIDC apps: this authentik does not list them.`);
    }
  }
  return { ended, livesOn };
}

/** Whether it was there to be removed; what ended meanwhile is as good. */
async function remove(authentik: AuthentikClient, path: string): Promise<boolean> {
  try {
    await authentik.call("DELETE", path);
    return true;
  } catch (error) {
    if (error instanceof AuthentikError && error.status === 404) return false;
    throw error;
  }
}

/** Source: outpost exchanges of authentik 2026.2 (rules 28, 36 and 38), recorded. */
function livesOn({ deactivate, tokens }: RevokeOptions): string[] {
  return [
    "sessions that an app with a login of its own (oidc, excluded) gave: end them in the app.",
    "sessions at a standalone outpost, if it could not be reached: they end with their validity, or when it is restarted without its files.",
    ...(tokens ? [] : ["API tokens and app passwords, accepted as Basic or Bearer: end them with --tokens."]),
    "what the outpost accepted as Basic or Bearer a moment ago: it remembers that for 60 seconds.",
    ...(deactivate ? [] : ["the user can log in again at once: --deactivate prevents it."]),
  ];
}
