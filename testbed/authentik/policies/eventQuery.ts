import type { Document, EventRow } from "../rows";
import { PolicyException } from "./request";

const COMPARISON = /^([a-z_]+(?:\.[a-z_]+)*) (=|!=|~|!~) ("(?:[^"\\]|\\.)*")$/;

/** What the double reads of authentik's query language (AKQL, in event matchers since 2026.5). */
export const QUERIES = '<field>[.<field>…] =|!=|~|!~ "<text>", several of them joined by `and`';

/**
 * Whether an event fits a query such as `user.username = "mia" and context.model.name ~ "admin"`; `~` looks for a part
 * of the text. A field that the event does not have equals nothing.
 *
 * @throws PolicyException for anything beyond {@link QUERIES}
 */
export function matchesQuery(query: string, event: EventRow): boolean {
  return query.split(/ and (?=[a-z_.]+ (?:!?=|!?~) ")/).every((part) => matchesPart(part.trim(), event));
}

function matchesPart(part: string, event: EventRow): boolean {
  const [, path, operator, text] = COMPARISON.exec(part) ?? [];
  if (path === undefined || operator === undefined || text === undefined) {
    throw new PolicyException(`authentik double: this query is not read. It reads: ${QUERIES}.`);
  }
  const wanted = JSON.parse(text) as string;
  let value: unknown = event;
  for (const field of path.split(".")) value = (value as Document | null | undefined)?.[field];
  const found = value === null || value === undefined ? undefined : String(value);
  const fits = operator.endsWith("=") ? found === wanted : found?.includes(wanted) === true;
  return fits !== operator.startsWith("!");
}
