import { readFileSync } from "node:fs";
import { kindOfModel } from "../rest/kinds";
import type { Document } from "../rows";
import type { Store } from "../store";
import { BlueprintError, Tag } from "./yaml";

/** What tags can look up. */
export interface TagScope {
  store: Store;
  /** Context of the blueprint instance over that of the file. */
  context: Document;
  /** pk of each entry that has an `id` and was already written. */
  ids: Map<string, unknown>;
}

/**
 * Replaces every tag in a value by what it stands for. Known: `!KeyOf`, `!Find`, `!Context`, `!Env`, `!File`,
 * `!Format`, `!If`, `!Condition`, `!ParseJSON`; any other tag is an error.
 *
 * @throws BlueprintError for an unknown tag, model or `!KeyOf`.
 */
export async function resolveTags(value: unknown, scope: TagScope): Promise<unknown> {
  if (value instanceof Tag) return resolveTag(value, scope);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveTags(item, scope)));
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(async ([key, item]) => [key, await resolveTags(item, scope)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  return value;
}

async function resolveTag(tag: Tag, scope: TagScope): Promise<unknown> {
  const items = (Array.isArray(tag.value) ? tag.value : [tag.value]) as unknown[];
  const item = (index: number): Promise<unknown> => resolveTags(items[index], scope);
  switch (tag.name) {
    case "!KeyOf":
      return keyOf(String(tag.value), scope);
    case "!Find":
      return find(items, scope);
    case "!Context": {
      const key = String(await item(0));
      return key in scope.context ? resolveTags(scope.context[key], scope) : ((await item(1)) ?? null);
    }
    case "!Env":
      return process.env[String(await item(0))] || ((await item(1)) ?? null);
    case "!File":
      return readTextFile(String(await item(0))) ?? (await item(1)) ?? null;
    case "!Format":
      return format(String(await item(0)), (await resolveTags(items.slice(1), scope)) as unknown[]);
    case "!If":
      return (await item(0)) ? (items.length > 1 ? item(1) : true) : items.length > 2 ? item(2) : false;
    case "!Condition":
      return condition(String(await item(0)), (await resolveTags(items.slice(1), scope)) as unknown[]);
    case "!ParseJSON":
      return JSON.parse(String(tag.value));
    default:
      throw new BlueprintError(`the tag ${tag.name} is not supported by the double`);
  }
}

function keyOf(id: string, { ids }: TagScope): unknown {
  if (!ids.has(id))
    throw new BlueprintError(`KeyOf: failed to find entry with \`id\` of \`${id}\` and a model instance`);
  return ids.get(id);
}

/** `!Find [app.model, [field, value] …]`: pk of the first object with all these values, else null. */
async function find(items: readonly unknown[], scope: TagScope): Promise<unknown> {
  const model = String(await resolveTags(items[0], scope));
  const kind = kindOfModel(model);
  if (kind === undefined) throw new BlueprintError(`the model ${model} is not supported by the double`);
  const conditions = (await resolveTags(items.slice(1), scope)) as [string, unknown][];
  const rows = await scope.store.list(kind as string);
  return rows.find((row) => conditions.every(([field, value]) => row[field] === value))?.pk ?? null;
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Python's `%` with positional arguments. */
function format(text: string, args: readonly unknown[]): string {
  let index = 0;
  return text.replace(/%[sd%]/g, (mark) => (mark === "%%" ? "%" : String(args[index++])));
}

function condition(mode: string, values: readonly unknown[]): boolean {
  const all = values.every(Boolean);
  const any = values.some(Boolean);
  const odd = values.filter(Boolean).length % 2 === 1;
  const results: { [mode: string]: boolean } = { AND: all, NAND: !all, OR: any, NOR: !any, XOR: odd, XNOR: !odd };
  const result = results[mode];
  if (result === undefined || values.length === 0) throw new BlueprintError(`!Condition cannot use the mode ${mode}`);
  return result;
}
