import type { Value } from "./value";

/** The shape of a property's value. `json` is JSON text in the program and an object on the REST wire. */
export type FieldType = "string" | "number" | "integer" | "boolean" | "json" | "object" | "list" | "maps";

/**
 * When a property is part of a create or update body.
 * - `always`: in every body, with the type's empty value when unset
 * - `nonzero`: left out when unset, `""`, `0`, `false` or an empty list, so those can never be sent
 * - `nullable`: `null` when unset, `""` or `0`
 * - `empty`: `""` when unset
 * - `never`: not part of the body
 */
export type Send = "always" | "nonzero" | "nullable" | "empty" | "never";

/** One property of a resource: its Pulumi name, its JSON names, and how it travels. */
export interface Field {
  /** Name in a Pulumi program, camelCase. */
  readonly name: string;
  readonly type: FieldType;
  /** Type of the elements of a `list`. */
  readonly element?: "string" | "integer";
  /** Name in the request body. */
  readonly sentAs?: string;
  readonly send: Send;
  /** Name in the response; absent where the real provider does not read the property back. */
  readonly readAs?: string;
  /** Read back only when the program or the state holds at least one element (see `propertyMappings`). */
  readonly readOnlyWhenSet?: boolean;
  /** The server's order of a list is kept even when the elements are the configured ones. */
  readonly keepsServerOrder?: boolean;
  /** Value planned and sent when the program sets none. */
  readonly default?: Value;
  readonly required: boolean;
  /** `optional`: the server fills it in when unset. `only`: cannot be set at all. */
  readonly computed: "no" | "optional" | "only";
  readonly secret: boolean;
  /** A change makes a new resource. */
  readonly forceNew: boolean;
  /** Differences that do not count: JSON with the same meaning, code with the same text but for outer blanks. */
  readonly suppress?: "json" | "expression";
  /** Allowed values, where the provider checks them before it asks the server. */
  readonly allowed?: readonly string[];
}
