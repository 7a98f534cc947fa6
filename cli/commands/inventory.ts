/** `inventory`: every service with its decision, who answers for it, and how to get in without authentik. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import Table from "cli-table3";
import type { SsoContract } from "../../components/contract";
import { domainOf } from "../../components/routing/gateDomains";
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
  /** Groups whose members may enter; none where everybody may, and where the stack does not report which. */
  readonly groups: readonly string[];
  /** Paths and addresses that an exclusion is limited to. */
  readonly scope: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  /** Account of the app itself; `none` where the program says that there is none. */
  readonly localAdmin: string;
}

/** What the inventory needs of the gate's contract. */
export type GateOfInventory = Partial<Pick<SsoContract, "domain" | "domains" | "defaultGroup" | "furtherGroups">>;

/** The rows in the program's order. Pure. */
export function inventoryRows(services: readonly ServiceOutput[], gate: GateOfInventory): InventoryRow[] {
  return services.map((service) => ({
    service: service.name,
    url: service.url,
    decision: service.access,
    provider: providerOf(service, gate),
    groups: groupsOf(service, gate),
    scope: [...(service.paths ?? []), ...(service.sources ?? [])].join(" "),
    reason: service.reason ?? "",
    owner: service.owner ?? "",
    until: service.until ?? "",
    localAdmin: localAdminOf(service.localAdmin),
  }));
}

/** Prints the inventory. */
export async function inventory(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const outputs = await openOutputs(context);
  const rows = inventoryRows(readOutputs(outputs).services, gateOf(outputs));
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

function gateOf(outputs: OutputMap): GateOfInventory {
  return (outputs.sso?.value ?? {}) as GateOfInventory;
}

/** The further domain that a service is in; nothing for one in the gate's first domain. */
function furtherDomain({ url }: ServiceOutput, { domain, domains = [] }: GateOfInventory): string | undefined {
  const found = domainOf(domains, new URL(url).hostname);
  return found === domain ? undefined : found;
}

/** The group of the service's domain decides where nothing else does; not for a client that was made elsewhere. */
function groupsOf(service: ServiceOutput, gate: GateOfInventory): readonly string[] {
  const { access, groups, preset } = service;
  const ofGate = gate.defaultGroup === undefined ? [] : [gate.defaultGroup];
  if (access === "domain") {
    const further = furtherDomain(service, gate);
    return further === undefined ? ofGate : [gate.furtherGroups?.[further] ?? []].flat();
  }
  if (access === "oidc" && preset !== undefined) return groups ?? ofGate;
  return groups ?? [];
}

function providerOf(service: ServiceOutput, gate: GateOfInventory): string {
  const { access, name, preset, client } = service;
  if (access === "domain") {
    const further = furtherDomain(service, gate);
    return further === undefined ? "of the domain" : `of the domain ${further}`;
  }
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
