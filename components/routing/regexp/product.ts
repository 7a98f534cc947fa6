import type { Automaton } from "./automaton";

/** Runs several expressions over all texts at once, to find which combinations of answers a text can give. */

/** One combination: which expressions match, and a shortest text for which they do. */
export interface Combination {
  readonly matches: readonly boolean[];
  readonly example: string;
}

interface Position {
  readonly cores: readonly ReadonlySet<number>[];
  readonly found: readonly boolean[];
  readonly text: string;
}

/** Above this many positions the question is not worth its time; the answer is then 'perhaps'. */
const MAX_POSITIONS = 4000;

/**
 * Every combination of answers that some text over `alphabet` gives.
 *
 * @param alphabet characters that a text may consist of
 * @returns `undefined` when that cannot be told: a word boundary is involved, or the search grows too large
 * @example combinations([Automaton.of("^a$"), Automaton.of("^b?")], "abc") // never both true and false, …
 */
export function combinations(automata: readonly Automaton[], alphabet: string): readonly Combination[] | undefined {
  if (automata.some((automaton) => automaton.hasBoundaries())) return undefined;
  const letters = representatives(automata, alphabet);
  const results = new Map<string, Combination>();
  const seen = new Set<string>();
  const open: Position[] = [
    { cores: automata.map(() => new Set<number>()), found: automata.map(() => false), text: "" },
  ];
  for (let index = 0; index < open.length; index++) {
    if (index > MAX_POSITIONS) return undefined;
    const position = open[index] as Position;
    const begin = position.text === "";
    const matches = automata.map((automaton, which) =>
      accepted(automaton, position, which, { begin, end: true, boundary: false }),
    );
    const key = matches.map(Number).join("");
    if (!results.has(key)) results.set(key, { matches, example: position.text });
    for (const letter of letters) {
      const next = advance(automata, position, letter, begin);
      const id = next.cores
        .map((core, which) => (next.found[which] ? "!" : [...core].sort((a, b) => a - b).join(",")))
        .join(";");
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(next);
    }
  }
  return [...results.values()];
}

function accepted(
  automaton: Automaton,
  position: Position,
  which: number,
  place: { begin: boolean; end: boolean; boundary: boolean },
): boolean {
  if (position.found[which]) return true;
  const core = position.cores[which] ?? new Set<number>();
  return automaton.accepts(automaton.closure(new Set([...core, automaton.start]), place));
}

function advance(automata: readonly Automaton[], position: Position, letter: string, begin: boolean): Position {
  const place = { begin, end: false, boundary: false };
  const code = letter.codePointAt(0) ?? 0;
  // An expression that was found stays found: Go searches, it does not compare whole texts.
  const found = automata.map((automaton, which) => accepted(automaton, position, which, place));
  const cores = automata.map((automaton, which) =>
    found[which]
      ? new Set<number>()
      : automaton.step(automaton.closure(new Set([...(position.cores[which] ?? []), automaton.start]), place), code),
  );
  return { cores, found, text: position.text + letter };
}

/** One character for each group that no expression tells apart. */
function representatives(automata: readonly Automaton[], alphabet: string): string[] {
  const sets = automata.flatMap((automaton) => automaton.sets());
  const groups = new Map<string, string>();
  for (const letter of alphabet) {
    const code = letter.codePointAt(0) ?? 0;
    const signature = sets.map((set) => Number(set.some(([low, high]) => low <= code && code <= high))).join("");
    if (!groups.has(signature)) groups.set(signature, letter);
  }
  return [...groups.values()];
}
