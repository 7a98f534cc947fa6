/** Commands for whoever runs the gate: audit trail, emergency route, ending sessions, inventory. */
import { type Command, InvalidArgumentError } from "commander";
import { parseMoment } from "./audit/period";
import { UserError } from "./errors";
import { type SharedOptions, shared } from "./options";
import type { SetupContext } from "./setup/context";
import { openTerminal } from "./terminal";

type ContextFor = (options: SharedOptions) => SetupContext;

const AUDIT_HELP = `
Shown are accesses: logins, failures, logouts, authorisations, refusals, passwords and recovery, acting as somebody else,
suspicious requests, emergency routes. Changes of objects, most of them by the program itself, are counted and shown with
--all. Times are UTC. Without --until the period ends now. Read are authentik's events, the emergency routes and what went
through them; with --traefik-log every request that Traefik's container still has in its log as well.
Exit code 1 when a source could not be read: the rest is printed all the same, and standard error says what is missing.

Examples:
  npx authentik-sso audit-log --since 24h --user alice
  npx authentik-sso audit-log --since 2026-11-01 --until 2026-12-01 --csv > november.csv
  npx authentik-sso audit-log --since 7d --action login_failed,policy_execution --json
  npx authentik-sso audit-log --since 7d --action model_updated,model_deleted`;

const BREAK_GLASS_HELP = `
Default closed. A route leads past authentik to one service, for some addresses, with a user and a password that are
made for it and printed once. It closes by itself on the Docker host, also if this machine is gone.

Example:
  npx authentik-sso break-glass open grafana --for 30m --from 192.168.1.0/24 --reason "authentik is down, alert on disk"`;

/** Adds the commands to the program. */
export function addOperatingCommands(program: Command, contextFor: ContextFor): void {
  addAuditLog(program, contextFor);
  addBreakGlass(program, contextFor);
  shared(program.command("revoke"), "stack", "offline", "json")
    .description("end a user's sessions at once, and say what may live on")
    .argument("<user>", "user name in authentik")
    .option("--deactivate", "nobody can log in as this user any more", false)
    .option("--tokens", "end API tokens, app passwords and OIDC tokens as well", false)
    .action(async (user: string, options: SharedOptions & { deactivate: boolean; tokens: boolean }) => {
      const { revoke } = await import("./commands/revoke");
      const { deactivate, tokens, json = false } = options;
      const context = contextFor({ ...options, install: false });
      process.exitCode = await revoke(context, openTerminal(json), user, { deactivate, tokens, json });
    });
  shared(program.command("inventory"), "stack", "offline", "json")
    .description("every service: decision, reason, owner, groups, provider, local administrator")
    .action(async (options: SharedOptions) => {
      const { inventory } = await import("./commands/inventory");
      const json = options.json === true;
      process.exitCode = await inventory(contextFor({ ...options, install: false }), openTerminal(json), json);
    });
}

interface AuditFlags extends SharedOptions {
  readonly since: string;
  readonly until?: string;
  readonly user?: string;
  readonly service?: string;
  readonly action?: readonly string[];
  readonly all: boolean;
  readonly csv: boolean;
  readonly traefikLog: boolean;
}

function addAuditLog(program: Command, contextFor: ContextFor): void {
  shared(program.command("audit-log"), "stack", "offline", "json")
    .description("who accessed what and when: logins, failures, authorisations, sessions, emergency routes")
    .requiredOption("--since <time>", "beginning: 24h, 7d, a day, or a time with its zone")
    .option("--until <time>", "end, written likewise")
    .option("--user <name>", "only this user; failed logins count by the name that was tried")
    .option("--service <name>", "only this application or service")
    .option(
      "--action <names>",
      "only these actions, by commas, e.g. login_failed,authorize_application,break_glass_use",
      collectActions,
    )
    .option("--all", "changes of objects and upkeep as well", false)
    .option("--csv", "CSV on standard output instead of a table", false)
    .option("--traefik-log", "every request of Traefik's access log as well", false)
    .addHelpText("after", AUDIT_HELP)
    .action(async (flags: AuditFlags) => {
      const { json = false, csv, user, service, action, all, traefikLog } = flags;
      if (json && csv) throw new UserError({ what: "--json and --csv exclude each other.", fix: "choose one" });
      const now = new Date();
      const since = parseMoment("--since", flags.since, now);
      const until = flags.until === undefined ? now : parseMoment("--until", flags.until, now);
      const { auditLog } = await import("./commands/auditLog");
      process.exitCode = await auditLog(contextFor({ ...flags, install: false }), openTerminal(json || csv), {
        since,
        until,
        traefikLog,
        all,
        format: json ? "json" : csv ? "csv" : "table",
        ...(user !== undefined && { user }),
        ...(service !== undefined && { service }),
        ...(action !== undefined && { actions: action }),
      });
    });
}

function collectActions(value: string, before: readonly string[] = []): readonly string[] {
  const names = value.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("Write names such as login,login_failed.");
  return [...before, ...names];
}

function addBreakGlass(program: Command, contextFor: ContextFor): void {
  const group = program
    .command("break-glass")
    .description("a route past authentik for an emergency: open, list, close")
    .addHelpText("after", BREAK_GLASS_HELP);
  shared(group.command("open"), "stack", "offline", "json")
    .description("open one service for a time and for some addresses")
    .argument("<service>", "as the inventory names it")
    .requiredOption("--for <duration>", "1m to 4h, e.g. 30m")
    .requiredOption("--reason <text>", "why; it is logged")
    .requiredOption("--from <range>", "who: an address or a range, at least /8; again or by commas for more", collect)
    .action(async (service: string, options: SharedOptions & { for: string; reason: string; from: string[] }) => {
      const { openBreakGlass } = await import("./commands/breakGlass");
      const { reason, from, json = false } = options;
      const context = contextFor({ ...options, install: false });
      const opening = { for: options.for, reason, from, json };
      process.exitCode = await openBreakGlass(context, openTerminal(json), service, opening);
    });
  shared(group.command("list"), "stack", "offline", "json")
    .description("emergency routes, open and remembered; exit code 1 while one is open")
    .action(async (options: SharedOptions) => {
      const { listBreakGlass } = await import("./commands/breakGlass");
      const json = options.json === true;
      process.exitCode = await listBreakGlass(contextFor({ ...options, install: false }), openTerminal(json), json);
    });
  shared(group.command("close"), "stack", "offline", "json")
    .description("close a service's route now")
    .argument("<service>", "as the inventory names it")
    .action(async (service: string, options: SharedOptions) => {
      const { closeBreakGlass } = await import("./commands/breakGlass");
      const json = options.json === true;
      const context = contextFor({ ...options, install: false });
      process.exitCode = await closeBreakGlass(context, openTerminal(json), service, json);
    });
}

function collect(value: string, before: string[] | undefined): string[] {
  if (value.trim() === "") throw new InvalidArgumentError("Write an address range such as 192.168.1.0/24.");
  return [...(before ?? []), value];
}
