import type { CharSet } from "./charSet";
import { has, WORD } from "./charSet";
import type { Expression } from "./parse";
import { parseRegexp, UnsupportedRegexp } from "./parse";

type State =
  | { readonly kind: "chars"; readonly set: CharSet; readonly next: number }
  | { readonly kind: "split"; readonly next: readonly number[] }
  | { readonly kind: "begin" | "end" | "boundary" | "no-boundary"; readonly next: number }
  | { readonly kind: "match" };

/** What surrounds a place in a text. */
interface Place {
  readonly begin: boolean;
  readonly end: boolean;
  /** Whether one side is a word character and the other is not. */
  readonly boundary: boolean;
}

/** Where a search stands after some characters. */
interface Situation {
  /** States, before the end of the text. */
  readonly closed: ReadonlySet<number>;
  readonly found: boolean;
  /** Whether the expression is found if the text ends here. */
  readonly foundAtEnd: boolean;
  readonly next: Map<number, Situation>;
}

const MAX_SITUATIONS = 500;

/** Larger automata are refused: an expression of that size is no rule that anybody can review. */
const MAX_STATES = 20_000;

/**
 * A non-deterministic automaton for one regular expression. It finds what Go's regexp finds, in linear time whatever
 * the expression: a pack that judges other people's rules must not be slowed down by one of them.
 */
export class Automaton {
  private readonly states: State[] = [];
  private boundaries: boolean | undefined;
  private first: Situation | undefined;
  private readonly situations = new Map<string, Situation>();
  readonly start: number;

  private constructor(
    readonly source: string,
    expression: Expression,
  ) {
    const match = this.add({ kind: "match" });
    this.start = this.build(expression, match);
  }

  /**
   * @throws {InvalidRegexp} when Go refuses `source`
   * @throws {UnsupportedRegexp} when Go takes it and this model does not
   */
  static of(source: string): Automaton {
    return new Automaton(source, parseRegexp(source));
  }

  /** Whether the expression is found anywhere in `text`, as Go's `MatchString` does. */
  matches(text: string): boolean {
    const codes: number[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.codePointAt(at) ?? 0;
      codes.push(code);
      if (code > 0xffff) at += 1;
    }
    return this.hasBoundaries() ? this.search(codes) : this.follow(codes);
  }

  /** Walks from situation to situation, each worked out once for all texts. */
  private follow(codes: readonly number[]): boolean {
    this.first ??= this.situation(new Set(), true);
    let situation = this.first;
    for (const code of codes) {
      if (situation.found) return true;
      let next = situation.next.get(code);
      if (!next) {
        const core = this.step(situation.closed, code);
        const key = [...core].sort((a, b) => a - b).join();
        next = this.situations.get(key) ?? this.situation(core, false);
        // Kept as long as they are few: an expression can have very many.
        if (this.situations.size < MAX_SITUATIONS) {
          this.situations.set(key, next);
          situation.next.set(code, next);
        }
      }
      situation = next;
    }
    return situation.found || situation.foundAtEnd;
  }

  private situation(core: ReadonlySet<number>, begin: boolean): Situation {
    const from = new Set([...core, this.start]);
    const closed = this.closure(from, { begin, end: false, boundary: false });
    const atEnd = this.closure(from, { begin, end: true, boundary: false });
    return { closed, found: this.accepts(closed), foundAtEnd: this.accepts(atEnd), next: new Map() };
  }

  private search(codes: readonly number[]): boolean {
    let core: ReadonlySet<number> = new Set();
    for (let position = 0; position <= codes.length; position++) {
      const before = position > 0 && has(WORD, codes[position - 1] ?? -1);
      const after = position < codes.length && has(WORD, codes[position] ?? -1);
      const place = { begin: position === 0, end: position === codes.length, boundary: before !== after };
      const closed = this.closure(new Set([...core, this.start]), place);
      if (this.accepts(closed)) return true;
      const code = codes[position];
      if (code !== undefined) core = this.step(closed, code);
    }
    return false;
  }

  /** Every set of characters that a step looks at. */
  sets(): CharSet[] {
    return this.states.flatMap((state) => (state.kind === "chars" ? [state.set] : []));
  }

  /** Whether a step looks at word boundaries, which need both neighbours. */
  hasBoundaries(): boolean {
    this.boundaries ??= this.states.some((state) => state.kind === "boundary" || state.kind === "no-boundary");
    return this.boundaries;
  }

  accepts(closed: ReadonlySet<number>): boolean {
    for (const index of closed) if (this.states[index]?.kind === "match") return true;
    return false;
  }

  /** States reachable without reading a character. */
  closure(from: ReadonlySet<number>, place: Place): ReadonlySet<number> {
    const closed = new Set<number>();
    const open = [...from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (closed.has(index)) continue;
      closed.add(index);
      const state = this.states[index];
      if (state?.kind === "split") open.push(...state.next);
      else if (state && passes(state, place)) open.push(state.next);
    }
    return closed;
  }

  /** States after reading `code`. */
  step(closed: ReadonlySet<number>, code: number): ReadonlySet<number> {
    const next = new Set<number>();
    for (const index of closed) {
      const state = this.states[index];
      if (state?.kind === "chars" && has(state.set, code)) next.add(state.next);
    }
    return next;
  }

  private add(state: State): number {
    if (this.states.length >= MAX_STATES) throw new UnsupportedRegexp(`'${this.source.slice(0, 40)}…' is too large`);
    return this.states.push(state) - 1;
  }

  /** Adds `expression` in front of state `next`; returns its first state. */
  private build(expression: Expression, next: number): number {
    switch (expression.kind) {
      case "chars":
        return this.add({ kind: "chars", set: expression.set, next });
      case "sequence":
        return expression.parts.reduceRight((after, part) => this.build(part, after), next);
      case "choice":
        return this.add({ kind: "split", next: expression.parts.map((part) => this.build(part, next)) });
      case "repeat":
        return this.repeat(expression.part, expression.min, expression.max, next);
      default:
        return this.add({ kind: expression.kind, next });
    }
  }

  private repeat(part: Expression, min: number, max: number, next: number): number {
    let first = next;
    if (max === Number.POSITIVE_INFINITY) {
      const exits: number[] = [next];
      first = this.add({ kind: "split", next: exits });
      exits.push(this.build(part, first));
    } else {
      for (let count = min; count < max; count++)
        first = this.add({ kind: "split", next: [next, this.build(part, first)] });
    }
    for (let count = 0; count < min; count++) first = this.build(part, first);
    return first;
  }
}

function passes(
  state: State,
  place: Place,
): state is Extract<State, { kind: "begin" | "end" | "boundary" | "no-boundary" }> {
  switch (state.kind) {
    case "begin":
      return place.begin;
    case "end":
      return place.end;
    case "boundary":
      return place.boundary;
    case "no-boundary":
      return !place.boundary;
    default:
      return false;
  }
}
