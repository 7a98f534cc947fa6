/** What the file `invariants/<id>.ts` says of one invariant. */
import type { StackView } from "../../components/routing";

/** A stack in which something is wrong, or may be. */
export interface BrokenCase {
  readonly what: string;
  readonly view: StackView;
  /** Ids of all invariants that it breaks; the order does not matter. */
  readonly breaks: readonly string[];
  /** What the messages of the fixture's invariant have to say: what is wrong, or what to write. */
  readonly says: RegExp;
}

/** A stack close to the boundary of the invariant, in which nothing at all is wrong. */
export interface SoundCase {
  readonly what: string;
  readonly view: StackView;
}

/** Cases of one invariant. The name of the file is its id. */
export type InvariantFixture = {
  readonly passing: readonly SoundCase[];
  readonly failing: readonly BrokenCase[];
} & (
  | {
      /** A value that decides is unknown; some invariant has to refuse the stack for it, this one or `label-known`. */
      readonly unknown: readonly (Omit<BrokenCase, "says"> & Partial<Pick<BrokenCase, "says">>)[];
    }
  | {
      /** Why no value that decides can be unknown. */
      readonly nothingUnknown: string;
    }
);
