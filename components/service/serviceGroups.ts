/**
 * authentik's id of a group that a service names.
 *
 * @param made ids of the groups that the gate made, by name
 * @param lookUp asks authentik; empty, or an error, where there is none
 * @throws Error that names the group and what to do
 */
export async function groupIdOf(
  name: string,
  made: Readonly<Record<string, string>>,
  lookUp: (name: string) => Promise<string | undefined>,
): Promise<string> {
  const own = Object.hasOwn(made, name) ? made[name] : undefined;
  if (own) return own;
  let why = "";
  try {
    const found = await lookUp(name);
    if (found) return found;
  } catch (error) {
    why = ` that could be looked up (${error instanceof Error ? error.message.split("\n")[0] : String(error)})`;
  }
  const names = Object.keys(made).sort().join(", ") || "none";
  throw new Error(
    `authentik has no group '${name}'${why}. Create it in authentik or in the gate's program, or name a group of the gate: ${names}.`,
  );
}
