import type { RowOf } from "./rows";

export { MemoryStore } from "./storeMemory";
export { PostgresStore } from "./storePostgres";

/**
 * Where the double keeps its objects: rows of JSON by kind and id, in the order in which they were first put.
 *
 * `PostgresStore` is the one that runs; `MemoryStore` has the same behaviour for tests. Rows given out are
 * copies: changing one changes nothing until it is put back.
 *
 * @example
 * const applications = await store.list("application"); // ApplicationRow[]
 * await store.put("session", id, { user: 4 });          // any other kind is a plain Document
 */
export interface Store {
  /** Every row of the kind, oldest first. */
  list<K extends string>(kind: K): Promise<RowOf<K>[]>;
  get<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined>;
  /** Inserts the row or replaces it; a replaced row keeps its place in the order. */
  put<K extends string>(kind: K, id: string, row: RowOf<K>): Promise<void>;
  /** Removes the row and returns it; undefined where there was none, so that one caller alone can take a row. */
  remove<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined>;
  /** The next integer of a named sequence, starting at 1 (user and provider ids). */
  nextNumber(sequence: string): Promise<number>;
  /** Resolves where the store answers and its tables are there; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
