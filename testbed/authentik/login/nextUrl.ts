/** Where a flow without `next` ends. */
export const ROOT = "/";

/**
 * The place to go to after a flow.
 *
 * @returns undefined where the text leads to another host: authentik refuses it, and so does the double
 */
export function nextUrl(next: string | null | undefined): string | undefined {
  if (next === null || next === undefined || next === "") return ROOT;
  // A second slash or a backslash would make the first segment a host.
  return /^\/(?![/\\])/.test(next) ? next : undefined;
}
