/** `inventory`: every service with its decision, who answers for it, and how to get in without authentik. */
import Table from "cli-table3";
import { openOutputs } from "../authentik/openStack";
import { EXIT } from "../errors";
import { readOutputs, type ServiceOutput } from "../live/outputs";
import type { SetupContext } from "../setup/context";
import { printJson, say, type Terminal } from "../terminal";

/** One service. Empty text where nothing was said. */
export interface InventoryRow {
  readonly service: string;
  readonly url: string;
  readonly decision: string;
  /** What in authentik decides: the domain's provider, one of the service's own, none. */
  readonly provider: string;
  readonly groups: readonly string[];
  /** Paths and addresses that an exclusion is limited to. */
  readonly scope: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  /** Account of the app itself; `none` where the program says that there is none. */
  readonly localAdmin: string;
}

/** The rows in the program's order. Pure. */
export function inventoryRows(services: readonly ServiceOutput[]): InventoryRow[] {
  return services.map((service) => ({
    service: service.name,
    url: service.url,
    decision: service.access,
    provider: providerOf(service),
    groups: service.groups ?? [],
    scope: [...(service.paths ?? []), ...(service.sources ?? [])].join(" "),
    reason: service.reason ?? "",
    owner: service.owner ?? "",
    until: service.until ?? "",
    localAdmin: localAdminOf(service.localAdmin),
  }));
}

/** Prints the inventory. */
export async function inventory(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const rows = inventoryRows(readOutputs(await openOutputs(context)).services);
  if (json) {
    printJson(terminal, rows);
    return EXIT.ok;
  }
  const head = ["service", "decision", "provider", "groups", "scope", "reason", "owner", "until", "local admin"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of rows) {
    const { service, decision, provider, groups, scope, reason, owner, until, localAdmin } = row;
    table.push([service, decision, provider, groups.join(" "), scope, reason, owner, until, localAdmin]);
  }
  say(terminal, table.toString());
  return EXIT.ok;
}

function providerOf({ access, name, preset, client }: ServiceOutput): string {
  if (access === "domain") return "of the domain";
  if (access === "application") return `own (${name})`;
  if (access === "oidc") return `OIDC (${preset ?? client ?? name})`;
  return "none";
}

/** The program may name an account, or an object with one; a password has no place in either. */
function localAdminOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === false) return "none";
  if (typeof value !== "object" || value === null) return "";
  const { user, username, name, note } = value as Readonly<Record<string, unknown>>;
  return [user ?? username ?? name, note].filter((part) => typeof part === "string").join(": ");
}
