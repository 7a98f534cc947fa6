/** What a preview announces and an update did, in words. */
import type { OpMap } from "@pulumi/pulumi/automation";

const WORDS: Readonly<Record<string, string>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "import",
};
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
};

/** Counts of a change summary in words; `same` and reads are no change. */
export function describeChanges(
  summary: OpMap,
  prefix: "to " | "",
): { readonly changes: number; readonly text: string } {
  const words = prefix === "" ? DONE : WORDS;
  let changes = 0;
  const parts: string[] = [];
  for (const [op, word] of Object.entries(words)) {
    const count = (summary as Readonly<Record<string, number | undefined>>)[op] ?? 0;
    changes += count;
    if (count > 0) parts.push(`${count} ${prefix}${word}`);
  }
  const same = summary.same ?? 0;
  if (changes === 0) return { changes, text: same > 0 ? `nothing to change, ${same} resources` : "nothing to change" };
  if (same > 0) parts.push(`${same} unchanged`);
  return { changes, text: parts.join(", ") };
}
