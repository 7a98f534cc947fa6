/** Sets of code points as sorted ranges, both ends included. */
export type CharSet = readonly (readonly [number, number])[];

export const LAST_CODE_POINT = 0x10ffff;
export const ANY: CharSet = [[0, LAST_CODE_POINT]];
export const NOT_NEWLINE: CharSet = negate([[10, 10]]);

export function has(set: CharSet, code: number): boolean {
  return set.some(([low, high]) => low <= code && code <= high);
}

/** Sorted, with overlapping and touching ranges joined. */
export function normalise(ranges: CharSet): CharSet {
  const joined: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}

export function negate(set: CharSet): CharSet {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [low, high] of normalise(set)) {
    if (low > next) rest.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= LAST_CODE_POINT) rest.push([next, LAST_CODE_POINT]);
  return rest;
}

/** The set with both cases of its ASCII letters. `undefined` for letters outside ASCII, whose folding is not modelled. */
export function foldCase(set: CharSet): CharSet | undefined {
  const folded: [number, number][] = [];
  for (const [low, high] of set) {
    folded.push([low, high]);
    for (const [from, to, shift] of [
      [65, 90, 32],
      [97, 122, -32],
    ] as const) {
      const first = Math.max(low, from);
      const last = Math.min(high, to);
      if (first <= last) folded.push([first + shift, last + shift]);
    }
    // A range up to the last code point is a negated or full set: it holds every letter outside ASCII anyway.
    if (high > 127 && high !== LAST_CODE_POINT) return undefined;
  }
  // Go folds these two into ASCII.
  if (has(folded, 107)) folded.push([0x212a, 0x212a]);
  if (has(folded, 115)) folded.push([0x17f, 0x17f]);
  return normalise(folded);
}

export const DIGIT: CharSet = [[48, 57]];
export const SPACE: CharSet = [
  [9, 10],
  [12, 13],
  [32, 32],
];
export const WORD: CharSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];

/** Classes of the form `[:name:]`. Source: Go's `regexp/syntax`. */
export const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: normalise([...DIGIT, [65, 90], [97, 122]]),
  alpha: [
    [65, 90],
    [97, 122],
  ],
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: DIGIT,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[65, 90]],
  word: WORD,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};
