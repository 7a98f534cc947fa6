import { readBody, writeBody } from "../engine/body";
import type { Field, FieldType } from "../engine/field";
import type { Found, Planned, ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import { isProps, type Props, type Value } from "../engine/value";

// Properties as in @pulumi/cloudflare 6.22.1 (DnsRecord); field names as in Cloudflare's v4 API.
const fields: readonly Field[] = [
  input("zoneId", "string", { required: true, forceNew: true, send: "never" }),
  input("name", "string", { required: true, send: "always" }),
  input("type", "string", { required: true, send: "always" }),
  input("ttl", "number", { required: true, send: "always" }),
  input("content", "string", { computed: "optional" }),
  input("proxied", "boolean", { send: "always", default: false }),
  input("comment", "string", { send: "always" }),
  input("priority", "number"),
  input("privateRouting", "boolean"),
  input("tags", "list", { computed: "optional" }),
  input("settings", "object", { computed: "optional" }),
  input("data", "object"),
  input("includeShadowMetadata", "boolean", { send: "never" }),
  computed("commentModifiedOn", "string"),
  computed("createdOn", "string"),
  computed("meta", "json"),
  computed("modifiedOn", "string"),
  computed("proxiable", "boolean"),
  computed("tagsModifiedOn", "string"),
];

/**
 * `cloudflare:index/dnsRecord:DnsRecord`. The state's id is the record's id; an import takes `<zone id>/<record id>`. A new
 * zone makes a new record, everything else is changed in place.
 */
export const dnsRecord: ResourceType = {
  token: "cloudflare:index/dnsRecord:DnsRecord",
  fields,
  async create(client, planned) {
    const zone = String(planned.zoneId);
    return found(zone, await client.call("POST", pathOf(zone), bodyOf(planned)), planned);
  },
  async read(client, id, state) {
    const [zone, record] = parts(id, state);
    const answer = await client.find("GET", `${pathOf(zone)}/${record}`);
    return answer === undefined ? undefined : found(zone, answer, state);
  },
  async update(client, id, planned, state) {
    const [zone, record] = parts(id, state);
    return found(zone, await client.call("PUT", `${pathOf(zone)}/${record}`, bodyOf(planned)), planned);
  },
  async delete(client: RestClient, id: string, state: Props) {
    const [zone, record] = parts(id, state);
    await client.find("DELETE", `${pathOf(zone)}/${record}`);
  },
};

function input(name: string, type: FieldType, rules: Partial<Field> = {}): Field {
  return { ...base(name, type), sentAs: snakeCase(name), ...rules };
}

function computed(name: string, type: FieldType): Field {
  return { ...base(name, type), send: "never", computed: "only" };
}

function base(name: string, type: FieldType): Field {
  const common = { name, type, readAs: snakeCase(name), required: false, secret: false, forceNew: false } as const;
  return { ...common, send: "nonzero", computed: "no", ...(type === "list" ? { element: "string" } : {}) };
}

function bodyOf(planned: Planned): Value {
  return renameKeys(writeBody(fields, planned), snakeCase);
}

function found(zone: string, answer: Value, planned: Planned): Found {
  const result = isProps(answer) ? answer.result : undefined;
  if (!isProps(result) || typeof result.id !== "string") throw new Error("Cloudflare's answer has no record");
  const renamed = Object.entries(result).map(([key, value]) => [
    key,
    keepsKeys(key) ? value : renameKeys(value, camelCase),
  ]);
  return { id: result.id, state: { ...readBody(fields, Object.fromEntries(renamed), planned), zoneId: zone } };
}

/** `meta` is shown as the JSON text that Cloudflare sent. */
function keepsKeys(key: string): boolean {
  return key === "meta";
}

function pathOf(zone: string): string {
  return `/zones/${encodeURIComponent(zone)}/dns_records`;
}

function parts(id: string, state: Props): readonly [string, string] {
  const [zone, record] = id.split("/");
  if (zone !== undefined && record !== undefined) return [encodeURIComponent(zone), encodeURIComponent(record)];
  if (typeof state.zoneId === "string") return [state.zoneId, encodeURIComponent(id)];
  throw new Error(`the id to import a record is <zone id>/<record id>, not "${id}"`);
}

function renameKeys(value: Value, rename: (key: string) => string): Value {
  if (Array.isArray(value)) return value.map((one) => renameKeys(one, rename));
  if (!isProps(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [rename(key), renameKeys(member, rename)]));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
