/**
 * What to tell of an object that authentik was to have already.
 *
 * @param what e.g. `group 'staff'`
 * @param fix what to do
 * @param error what the lookup failed with; the provider fails where it finds nothing, or answers an empty id
 * @example lookupProblem("group 'staff'", "Make it in authentik.")
 */
export function lookupProblem(what: string, fix: string, error?: unknown): string {
  const text = error === undefined ? "" : (error instanceof Error ? error.message : String(error)).trim();
  const words = /\(invoke\): ([^\n]*)/.exec(text)?.[1] ?? text.split("\n")[0] ?? "";
  const why = words === "" || words.startsWith("No matching") ? "" : ` that could be looked up (${words})`;
  return `authentik has no ${what}${why}. ${fix}`;
}
