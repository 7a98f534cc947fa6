import { createHash, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { DOUBLE, VERSION } from "../../config";
import { parseDuration } from "../../outpost/duration";
import { type Document, EMBEDDED_OUTPOST, type OutpostRow, type UserRow } from "../../rows";
import { findAmong, providerObjects, typeFields } from "../embedded";
import { invalid } from "../errors";
import { PROVIDER_KINDS } from "../kinds";
import type { KindRules, Scope, View } from "../scope";
import { generateText } from "./providers";

/** Name that the server gives to the outpost it runs itself. */
export const EMBEDDED_OUTPOST_NAME = "authentik Embedded Outpost";

/** The server's settings of an outpost, each with its default; the default's type is the only one allowed. */
const CONFIG_DEFAULTS: { [setting: string]: { value: unknown; type: string } } = {
  authentik_host: { value: "", type: "str" },
  authentik_host_insecure: { value: false, type: "bool" },
  authentik_host_browser: { value: "", type: "str" },
  log_level: { value: "info", type: "str" },
  object_naming_template: { value: "ak-outpost-%(name)s", type: "str" },
  refresh_interval: { value: "minutes=5", type: "str" },
  container_image: { value: null, type: "str | None" },
  docker_network: { value: null, type: "str | None" },
  docker_map_ports: { value: true, type: "bool" },
  docker_labels: { value: null, type: "dict | None" },
  kubernetes_replicas: { value: 1, type: "int" },
  kubernetes_namespace: { value: "default", type: "str" },
  kubernetes_ingress_annotations: { value: {}, type: "dict" },
  kubernetes_ingress_secret_name: { value: "authentik-outpost-tls", type: "str" },
  kubernetes_ingress_class_name: { value: null, type: "str | None" },
  kubernetes_ingress_path_type: { value: null, type: "str | None" },
  kubernetes_httproute_annotations: { value: {}, type: "dict" },
  kubernetes_httproute_parent_refs: { value: [], type: "list" },
  kubernetes_service_type: { value: "ClusterIP", type: "str" },
  kubernetes_disabled_components: { value: [], type: "list" },
  kubernetes_image_pull_secrets: { value: [], type: "list" },
  kubernetes_json_patches: { value: null, type: "dict | None" },
};

/** The settings of a new outpost; `host` is the public address, "" where nobody has named it. */
export function defaultOutpostConfig(host: string): Document {
  const config = Object.fromEntries(Object.entries(CONFIG_DEFAULTS).map(([setting, { value }]) => [setting, value]));
  return { ...structuredClone(config), authentik_host: host };
}

export const outpost: KindRules = {
  async validate(input, current, { context, system }) {
    checkConfig(input.config);
    if (current?.managed === EMBEDDED_OUTPOST && (input.name ?? EMBEDDED_OUTPOST_NAME) !== EMBEDDED_OUTPOST_NAME) {
      throw invalid({ name: "Embedded outpost's name cannot be changed" });
    }
    const providers = input.providers as number[] | undefined;
    if (!providers) return;
    // As in the server, the type check looks at the type that was sent; without one any provider passes.
    const type = input.type;
    for (const pk of type === undefined ? [] : providers) {
      const found = await findAmong(context, PROVIDER_KINDS, pk);
      if (type === "proxy" && found?.kind === "provider_proxy") continue;
      const name = found?.kind === "provider_proxy" ? "ProxyProvider" : "OAuth2Provider";
      throw invalid({ providers: `Outpost type ${String(type)} can't be used with ${name} providers.` });
    }
    if (providers.length === 0 && !system && current?.managed !== EMBEDDED_OUTPOST) {
      throw invalid({ providers: "This list may not be empty." });
    }
  },
  async afterWrite(row, current, scope) {
    if (!current) await createServiceAccount(row as unknown as OutpostRow, scope);
  },
  async afterDelete(row, { context }) {
    const users = await context.store.list("user");
    const user = users.find(({ username }) => username === accountName(String(row.pk)));
    if (user) await context.store.remove("user", String(user.pk));
    const tokens = await context.store.list("token");
    const token = tokens.find(({ identifier }) => identifier === tokenIdentifier(String(row.pk)));
    if (token) await context.store.remove("token", token.pk);
  },
  async present(row, { context }) {
    const connection = await context.store.get("service_connection_docker" as string, String(row.service_connection));
    const config = row.config as Document;
    return {
      providers_obj: await providerObjects(context, row.providers as number[]),
      service_connection_obj: connection
        ? {
            pk: connection.pk,
            name: connection.name,
            local: connection.local,
            ...typeFields("service_connection_docker"),
          }
        : null,
      refresh_interval_s: parseDuration(String(config.refresh_interval ?? "minutes=5")),
      token_identifier: tokenIdentifier(String(row.pk)),
    };
  },
};

function checkConfig(config: unknown): void {
  for (const [setting, value] of Object.entries((config ?? {}) as Document)) {
    const known = CONFIG_DEFAULTS[setting];
    if (!known || typeMatches(value, known.type)) continue;
    const text = `wrong value type for field "${setting}" - should be "${known.type}"`;
    throw invalid({ config: `Failed to validate config: ${text}` });
  }
}

function typeMatches(value: unknown, type: string): boolean {
  if (value === null) return type.endsWith("None");
  if (type.startsWith("str")) return typeof value === "string";
  if (type === "bool") return typeof value === "boolean";
  if (type === "int") return Number.isInteger(value);
  if (type === "list") return Array.isArray(value);
  return typeof value === "object" && !Array.isArray(value);
}

const accountName = (outpost: string): string => `ak-outpost-${outpost.replaceAll("-", "")}`;
const tokenIdentifier = (outpost: string): string => `ak-outpost-${outpost}-api`;

/** Every outpost has a service user and a token that never expires, with which it would call the API. */
async function createServiceAccount(outpost: OutpostRow, { context }: Scope): Promise<void> {
  const pk = await context.store.nextNumber("user");
  const now = context.clock().toISOString();
  const user: UserRow = {
    pk,
    uuid: randomUUID(),
    uid: createHash("sha256").update(`${pk}-${context.config.secretKey}`).digest("hex"),
    username: accountName(outpost.pk),
    name: `Outpost ${outpost.name} Service-Account`,
    email: "",
    password: "",
    password_change_date: now,
    type: "internal_service_account",
    is_active: true,
    path: "goauthentik.io/outposts",
    groups: [],
    roles: [],
    attributes: {},
    date_joined: now,
    last_login: null,
    last_updated: now,
  };
  await context.store.put("user", String(pk), user);
  const token = randomUUID();
  await context.store.put("token", token, {
    pk: token,
    identifier: tokenIdentifier(outpost.pk),
    key: generateText(60),
    user: pk,
    intent: "api",
    description: `Autogenerated by authentik for Outpost ${outpost.name}`,
    expiring: false,
    expires: null,
    managed: `goauthentik.io/outpost/${tokenIdentifier(outpost.pk)}`,
  });
}

/** Answer of `/outposts/instances/{uuid}/health/`: the embedded one is alive with its server, no other ever reports. */
export function outpostHealth(row: Document, { context }: View): Document[] {
  if (row.managed !== EMBEDDED_OUTPOST) return [];
  return [
    {
      uid: `${DOUBLE} ${hostname()}`,
      last_seen: context.clock().toISOString(),
      version: VERSION,
      golang_version: `none (${DOUBLE})`,
      openssl_enabled: false,
      openssl_version: process.versions.openssl,
      fips_enabled: null,
      version_should: VERSION,
      version_outdated: false,
      build_hash: "",
      build_hash_should: "",
      hostname: hostname(),
    },
  ];
}
