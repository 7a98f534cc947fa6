import type { RowOf } from "../rows";
import type { Store } from "../store";

/**
 * A store whose writes stay in memory until {@link commit}: the transaction in which a blueprint is tried and applied.
 * Reads see the writes.
 */
export class OverlayStore implements Store {
  /** Written rows by kind and id; undefined is a removed one. */
  private readonly written = new Map<string, Map<string, unknown>>();

  constructor(private readonly base: Store) {}

  async list<K extends string>(kind: K): Promise<RowOf<K>[]> {
    const changes = new Map(this.changes(kind));
    const rows: unknown[] = [];
    for (const row of await this.base.list(kind)) {
      const id = String((row as { pk?: unknown }).pk);
      rows.push(changes.has(id) ? changes.get(id) : row);
      changes.delete(id);
    }
    rows.push(...changes.values());
    return structuredClone(rows.filter((row) => row !== undefined)) as RowOf<K>[];
  }

  async get<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    const changes = this.changes(kind);
    if (changes.has(id)) return structuredClone(changes.get(id)) as RowOf<K> | undefined;
    return this.base.get(kind, id);
  }

  async put<K extends string>(kind: K, id: string, row: RowOf<K>): Promise<void> {
    this.changes(kind).set(id, structuredClone(row));
  }

  async remove<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    const row = await this.get(kind, id);
    this.changes(kind).set(id, undefined);
    return row;
  }

  /** Numbers are taken from the base, so a rolled back write leaves a gap, as in a database. */
  nextNumber(sequence: string): Promise<number> {
    return this.base.nextNumber(sequence);
  }

  ping(): Promise<void> {
    return this.base.ping();
  }

  async close(): Promise<void> {}

  /** Makes the writes real, in the order of the kinds in which they were made. */
  async commit(): Promise<void> {
    for (const [kind, rows] of this.written) {
      for (const [id, row] of rows) {
        if (row === undefined) await this.base.remove(kind, id);
        else await this.base.put(kind, id, row as RowOf<string>);
      }
    }
    this.written.clear();
  }

  private changes(kind: string): Map<string, unknown> {
    const found = this.written.get(kind);
    if (found) return found;
    const made = new Map<string, unknown>();
    this.written.set(kind, made);
    return made;
  }
}
