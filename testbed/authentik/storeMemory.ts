import type { RowOf } from "./rows";
import type { Store } from "./store";

/** The store of the unit tests: the same behaviour as `PostgresStore`, in memory of one process. */
export class MemoryStore implements Store {
  private readonly kinds = new Map<string, Map<string, unknown>>();
  private readonly sequences = new Map<string, number>();
  private down = false;

  async list<K extends string>(kind: K): Promise<RowOf<K>[]> {
    return [...this.rows(kind).values()].map((row) => structuredClone(row) as RowOf<K>);
  }

  async get<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    return structuredClone(this.rows(kind).get(id)) as RowOf<K> | undefined;
  }

  async put<K extends string>(kind: K, id: string, row: RowOf<K>): Promise<void> {
    // The same loss as in Postgres: what JSON cannot hold is not kept.
    this.rows(kind).set(id, JSON.parse(JSON.stringify(row)));
  }

  async remove<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    const row = this.rows(kind).get(id);
    this.rows(kind).delete(id);
    return row as RowOf<K> | undefined;
  }

  async nextNumber(sequence: string): Promise<number> {
    const value = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, value);
    return value;
  }

  async ping(): Promise<void> {
    this.refuseIfDown();
  }

  async close(): Promise<void> {}

  /** Plays a lost database (true) or its return (false). */
  setDown(down: boolean): void {
    this.down = down;
  }

  private rows(kind: string): Map<string, unknown> {
    this.refuseIfDown();
    const found = this.kinds.get(kind);
    if (found) return found;
    const made = new Map<string, unknown>();
    this.kinds.set(kind, made);
    return made;
  }

  private refuseIfDown(): void {
    if (this.down) throw Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
  }
}
