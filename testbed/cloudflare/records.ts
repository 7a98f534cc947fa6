import { randomBytes } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";

/** One DNS record as the API shows it. */
export interface DnsRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly proxiable: boolean;
  readonly priority?: number;
  readonly data?: unknown;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly created_on: string;
  readonly modified_on: string;
}

/** A refusal with Cloudflare's own number. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const proxiable: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);
const types: ReadonlySet<string> = new Set([...proxiable, "TXT", "MX", "NS", "SRV", "CAA"]);

/** The records of one zone, in memory, with the checks of the real API that a DNS program can run into. */
export class Records {
  private readonly byId = new Map<string, DnsRecord>();

  constructor(private readonly zoneName: string) {}

  list(filter: Readonly<Record<string, string | undefined>> = {}): readonly DnsRecord[] {
    const wanted = (["name", "type", "content"] as const).filter((key) => filter[key] !== undefined);
    return [...this.byId.values()].filter((record) => wanted.every((key) => record[key] === filter[key]));
  }

  get(id: string): DnsRecord {
    const record = this.byId.get(id);
    if (record === undefined) throw new ApiError(404, 81044, "Record does not exist.");
    return record;
  }

  create(body: Readonly<Record<string, unknown>>): DnsRecord {
    return this.store(randomBytes(16).toString("hex"), body, undefined);
  }

  /** PUT: what the body leaves out goes back to its default. */
  replace(id: string, body: Readonly<Record<string, unknown>>): DnsRecord {
    return this.store(id, body, this.get(id));
  }

  /** PATCH: what the body leaves out stays. */
  change(id: string, body: Readonly<Record<string, unknown>>): DnsRecord {
    return this.store(id, { ...this.get(id), ...body }, this.get(id));
  }

  remove(id: string): void {
    this.get(id);
    this.byId.delete(id);
  }

  private store(id: string, body: Readonly<Record<string, unknown>>, old: DnsRecord | undefined): DnsRecord {
    const type = text(body.type);
    if (!types.has(type)) throw new ApiError(400, 9000, "DNS record type is invalid.");
    const proxied = body.proxied === true;
    if (proxied && !proxiable.has(type)) throw new ApiError(400, 9004, "This record type cannot be proxied.");
    const content = text(body.content);
    checkContent(type, content, body.data);
    const now = new Date().toISOString();
    const record: DnsRecord = {
      id,
      name: this.fullName(text(body.name)),
      type,
      content,
      // A proxied record always has an automatic time to live.
      ttl: proxied ? 1 : ttlOf(body.ttl),
      proxied,
      proxiable: proxiable.has(type),
      ...(typeof body.priority === "number" ? { priority: body.priority } : {}),
      ...(body.data === undefined ? {} : { data: body.data }),
      comment: typeof body.comment === "string" && body.comment !== "" ? body.comment : null,
      tags: Array.isArray(body.tags) ? body.tags.map(String) : [],
      settings: (body.settings ?? {}) as Readonly<Record<string, unknown>>,
      meta: {},
      created_on: old?.created_on ?? now,
      modified_on: now,
    };
    this.refuseConflict(record);
    this.byId.set(id, record);
    return record;
  }

  private refuseConflict(record: DnsRecord): void {
    for (const other of this.byId.values()) {
      if (other.id === record.id || other.name !== record.name) continue;
      if (other.type === record.type && other.content === record.content) {
        throw new ApiError(400, 81058, "An identical record already exists.");
      }
      if (proxiable.has(other.type) && proxiable.has(record.type) && [other.type, record.type].includes("CNAME")) {
        throw new ApiError(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
      }
    }
  }

  /** Names are stored whole: `www` becomes `www.example.com`, `@` the zone itself. */
  private fullName(name: string): string {
    if (name === "") throw new ApiError(400, 9000, "DNS name is invalid.");
    if (name === "@" || name === this.zoneName) return this.zoneName;
    return name.endsWith(`.${this.zoneName}`) ? name : `${name}.${this.zoneName}`;
  }
}

function checkContent(type: string, content: string, data: unknown): void {
  if (content === "" && data === undefined) throw new ApiError(400, 9005, `Content for ${type} record is invalid.`);
  if (type === "A" && !isIPv4(content)) {
    throw new ApiError(400, 9005, "Content for A record must be a valid IPv4 address.");
  }
  if (type === "AAAA" && !isIPv6(content)) {
    throw new ApiError(400, 9005, "Content for AAAA record must be a valid IPv6 address.");
  }
}

function ttlOf(value: unknown): number {
  if (value === undefined || value === 1) return 1;
  if (typeof value === "number" && Number.isInteger(value) && value >= 60 && value <= 86_400) return value;
  throw new ApiError(400, 9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
