import { Pool, type PoolClient } from "pg";
import type { PostgresConfig } from "./config";
import type { RowOf } from "./rows";
import type { Store } from "./store";

/** Held while the tables are made, because server and worker may start at the same moment. */
const SCHEMA_LOCK = 8_700_001;

const SCHEMA = `
  create table if not exists objects (
    kind text not null,
    id text not null,
    doc jsonb not null,
    seq bigserial not null,
    primary key (kind, id)
  );
  create table if not exists sequences (name text primary key, value bigint not null);
`;

/** The store over a real Postgres. Every call is one statement; nothing is cached, so several servers may share it. */
export class PostgresStore implements Store {
  private readonly pool: Pool;

  constructor(config: PostgresConfig) {
    this.pool = new Pool({
      host: config.host,
      port: config.port,
      database: config.name,
      user: config.user,
      password: config.password,
      max: 10,
      connectionTimeoutMillis: 3000,
      query_timeout: 10_000,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on("error", () => {});
  }

  /** Makes the tables where they are missing. Safe to call from several processes at once. */
  async createSchema(): Promise<void> {
    await this.withClient(async (client) => {
      await client.query("select pg_advisory_lock($1)", [SCHEMA_LOCK]);
      try {
        await client.query(SCHEMA);
      } finally {
        await client.query("select pg_advisory_unlock($1)", [SCHEMA_LOCK]);
      }
    });
  }

  async list<K extends string>(kind: K): Promise<RowOf<K>[]> {
    const answer = await this.pool.query<{ doc: RowOf<K> }>("select doc from objects where kind = $1 order by seq", [
      kind,
    ]);
    return answer.rows.map((row) => row.doc);
  }

  async get<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    const answer = await this.pool.query<{ doc: RowOf<K> }>("select doc from objects where kind = $1 and id = $2", [
      kind,
      id,
    ]);
    return answer.rows[0]?.doc;
  }

  async put<K extends string>(kind: K, id: string, row: RowOf<K>): Promise<void> {
    await this.pool.query(
      `insert into objects (kind, id, doc) values ($1, $2, $3::jsonb)
       on conflict (kind, id) do update set doc = excluded.doc`,
      [kind, id, JSON.stringify(row)],
    );
  }

  async remove<K extends string>(kind: K, id: string): Promise<RowOf<K> | undefined> {
    const answer = await this.pool.query<{ doc: RowOf<K> }>(
      "delete from objects where kind = $1 and id = $2 returning doc",
      [kind, id],
    );
    return answer.rows[0]?.doc;
  }

  async nextNumber(sequence: string): Promise<number> {
    const answer = await this.pool.query<{ value: string }>(
      `insert into sequences (name, value) values ($1, 1)
       on conflict (name) do update set value = sequences.value + 1 returning value`,
      [sequence],
    );
    return Number(answer.rows[0]?.value);
  }

  async ping(): Promise<void> {
    await this.pool.query("select 1 from objects limit 1");
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }
}
