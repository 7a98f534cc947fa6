/** One deliberate fault in the model. A test has to notice it, or the tests do not protect what it breaks. */
export interface Mutant {
  /** Id of an invariant, which then finds nothing, or the name of a {@link FunctionMutant}. */
  readonly id: string;
  readonly what: string;
}

/** A fault inside a function that much else rests on: other modules get another function under its name. */
export interface FunctionMutant extends Mutant {
  /** Path below `components/routing`, without `.ts`. */
  readonly module: string;
  readonly export: string;
  /** Makes the faulty function out of the right one. */
  readonly replace: (original: AnyFunction) => AnyFunction;
}

/** What a module exports under a name that only the catalogue knows. */
export type AnyFunction = (...args: readonly unknown[]) => unknown;

/** Variable by which a process is told which fault to have; none: no fault. */
export const MUTANT_VARIABLE = "AUTHENTIK_SSO_MUTANT";
