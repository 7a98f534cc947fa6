import type { Query, RestClient } from "../engine/restClient";
import { canonicalJson, isZero, type Props, type Value } from "../engine/value";
import { contract } from "./contract";
import { firstPage } from "./lists";
import { camelCase } from "./names";

/** What a data source gives back, by Pulumi name. */
export type Result = Record<string, Value | undefined>;

/** One data source: from the program's arguments to its result. */
export type Lookup = (client: RestClient, args: Props) => Promise<Result>;

/** The list call's path of a data source. */
export function pathOf(kind: string): string {
  const path = contract.data_sources[kind]?.call.path;
  if (path === undefined) throw new Error(`the contract has no data source ${kind}`);
  return path;
}

/** The arguments that become query parameters of the same (snake_case) name. Empty ones are left out, as `false` is. */
export function select(args: Props, names: readonly string[]): Query {
  const given = names.map((name) => [name, args[camelCase(name)]] as const).filter(([, value]) => !isZero(value));
  return Object.fromEntries(given.map(([name, value]) => [name, value as string | number | boolean]));
}

/** Fields of an answer under their Pulumi names. */
export function pick(answer: Props, names: readonly string[]): Result {
  return Object.fromEntries(names.map((name) => [camelCase(name), answer[name]]));
}

/** A data source that takes the first result of a filtered list. */
export function first(kind: string, filters: readonly string[], none: string, map: (one: Props) => Result): Lookup {
  return async (client, args) => {
    const [one] = await firstPage(client, pathOf(kind), select(args, filters));
    if (one === undefined) throw new Error(none);
    return map(one);
  };
}

/** A data source that takes one object by its key, or the only one with a name. Undefined for a key that is not there. */
export async function single(
  client: RestClient,
  kind: string,
  args: Props,
  byKey: { readonly key: string; readonly query: Query },
  query: Query,
): Promise<Props | undefined> {
  const key = args[byKey.key];
  const named = Object.keys(args).some((name) => ["name", "username"].includes(name));
  if ((key !== undefined && key !== null) === named)
    throw new Error(`exactly one of ${byKey.key} and a name must be given`);
  if (key !== undefined && key !== null) {
    const path = `${pathOf(kind)}${encodeURIComponent(String(key))}/`;
    return (await client.find("GET", path, undefined, byKey.query)) as Props | undefined;
  }
  const results = await firstPage(client, pathOf(kind), query);
  if (results.length === 0) throw new Error(`No matching ${kind === "outpost" ? kind : `${kind}s`} found`);
  if (results.length > 1) throw new Error(`Multiple ${kind}s found`);
  return results[0];
}

/** Refuses filters that end the real provider's process (contract: data_sources.groups and users). */
export function refuse(args: Props, names: readonly string[]): void {
  const given = names.find((name) => args[name] !== undefined && args[name] !== null);
  if (given !== undefined) throw new Error(`the filter ${given} ends the real provider with a panic; do not use it`);
}

/** JSON as text, the way the provider shows attributes. */
export function jsonText(value: Value | undefined): string {
  return canonicalJson(value ?? {});
}

/** A time as Go prints it: `2027-01-01 00:00:00 +0000 UTC`. */
export function goTime(value: Value | undefined): string {
  // The real provider's process ends with a panic here.
  if (typeof value !== "string") throw new Error("the certificate has no expiry date");
  return `${new Date(value).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

/** A nested object without its unset members. */
export function withoutUnset(result: Result): Value {
  const set = Object.entries(result).filter(
    (entry): entry is [string, Value] => entry[1] !== undefined && entry[1] !== null,
  );
  return Object.fromEntries(set);
}
