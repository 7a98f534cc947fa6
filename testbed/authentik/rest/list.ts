import type { Document } from "../rows";
import { enums, type Resource } from "./contract";
import { ApiError, invalid } from "./errors";
import { type ExtraFilter, extraFilters } from "./filters";
import queries from "./queries.json";

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** Query parameters of a list, each with all of its values. */
export type Query = { [name: string]: string[] };

/** One entry of a list while it is filtered: the row and the answer made from it. */
export interface Entry {
  row: Document;
  answer: Document;
}

export interface ListOptions {
  /** Path of the list, by which the parameters that it takes are known. */
  path: string;
  ordering: readonly string[];
  search: readonly string[];
  resource?: Resource;
}

/** Every value of every query parameter of a request. */
export function readQuery(query: unknown): Query {
  return Object.fromEntries(
    Object.entries((query ?? {}) as { [name: string]: string | string[] }).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : [value],
    ]),
  );
}

/** Filters, sorts and cuts a list the way the server does, and wraps it with the seven numbers of its page. */
export function answerList(entries: readonly Entry[], query: Query, options: ListOptions): Document {
  const kept = search(filter(entries, query, options), query.search?.at(-1), options.search);
  const sorted = sort(kept, query.ordering?.at(-1)?.split(",") ?? options.ordering);
  return page(
    sorted.map(({ answer }) => answer),
    query,
  );
}

/** Only the parameters that the published schema lists for this path filter; the server ignores all others. */
function filter(entries: readonly Entry[], query: Query, options: ListOptions): Entry[] {
  const allowed = (queries as { [path: string]: string[] })[options.path] ?? [];
  let kept = [...entries];
  for (const name of allowed) {
    const values = query[name]?.filter((value) => value !== "");
    if (!values || values.length === 0) continue;
    checkChoice(name, values, options.resource);
    const extra: ExtraFilter | undefined = extraFilters[`${options.path} ${name}`] ?? extraFilters[name];
    kept = kept.filter((entry) => (extra ? extra(entry, values) : matches(entry, name, values)));
  }
  return kept;
}

function checkChoice(name: string, values: readonly string[], resource: Resource | undefined): void {
  const type = resource?.request[name]?.type ?? "";
  const allowed = enums[/^enum:([^|]+)/.exec(type)?.[1] ?? ""];
  const wrong = allowed && values.find((value) => !allowed.includes(value));
  if (wrong !== undefined) {
    throw invalid({ [name]: `Select a valid choice. ${wrong} is not one of the available choices.` });
  }
}

const LOOKUP = /^(.+?)__(iexact|icontains|isnull|gt|lt)$/;

function matches({ row, answer }: Entry, name: string, values: readonly string[]): boolean {
  const [, field = name, lookup = "exact"] = LOOKUP.exec(name) ?? [];
  const actual = field in answer ? answer[field] : row[field];
  return values.some((value) => compare(actual, lookup, value));
}

function compare(actual: unknown, lookup: string, value: string): boolean {
  if (lookup === "isnull") {
    const isNull = actual === null || actual === undefined || (Array.isArray(actual) && actual.length === 0);
    return isNull === (value.toLowerCase() === "true");
  }
  if (Array.isArray(actual)) return actual.some((item) => compare(item, lookup, value));
  if (actual === null || actual === undefined) return false;
  const text = String(actual);
  switch (lookup) {
    case "iexact":
      return text.toLowerCase() === value.toLowerCase();
    case "icontains":
      return text.toLowerCase().includes(value.toLowerCase());
    case "gt":
      return Date.parse(text) > Date.parse(value);
    case "lt":
      return Date.parse(text) < Date.parse(value);
    default:
      return typeof actual === "boolean" ? text === value.toLowerCase() : text === value;
  }
}

/** Every word must occur in one of the fields, in any case. */
function search(entries: readonly Entry[], text: string | undefined, fields: readonly string[]): Entry[] {
  const words = (text ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 || fields.length === 0) return [...entries];
  const textOf = ({ row, answer }: Entry, field: string): string => {
    const value = answer[field] ?? row[field] ?? "";
    return (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase();
  };
  return entries.filter((entry) => words.every((word) => fields.some((field) => textOf(entry, field).includes(word))));
}

function sort(entries: Entry[], ordering: readonly string[]): Entry[] {
  return [...entries].sort((a, b) => {
    for (const key of ordering) {
      const descending = key.startsWith("-");
      const field = descending ? key.slice(1) : key;
      const order = rank(a.answer[field] ?? a.row[field], b.answer[field] ?? b.row[field]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function rank(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a ?? "").toLowerCase(), String(b ?? "").toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function page(results: readonly Document[], query: Query): Document {
  const size = Math.min(readNumber(query.page_size) ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(results.length / size));
  const current = readNumber(query.page) ?? 1;
  if (current > pages) throw new ApiError(404, { detail: "Invalid page." });
  const start = (current - 1) * size;
  const shown = results.slice(start, start + size);
  return {
    pagination: {
      next: current < pages ? current + 1 : 0,
      previous: current > 1 ? current - 1 : 0,
      count: results.length,
      current,
      total_pages: pages,
      start_index: shown.length === 0 ? 0 : start + 1,
      end_index: start + shown.length,
    },
    results: shown,
    autocomplete: {},
  };
}

function readNumber(values: readonly string[] | undefined): number | undefined {
  const text = values?.at(-1);
  if (text === undefined || text === "") return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new ApiError(404, { detail: "Invalid page." });
  return Number(text);
}
