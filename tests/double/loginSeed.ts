import { hashPassword } from "../../testbed/authentik/passwords";
import {
  type ApplicationRow,
  EMBEDDED_OUTPOST,
  type FlowRow,
  type GroupRow,
  type UserRow,
} from "../../testbed/authentik/rows";
import type { MemoryStore } from "../../testbed/authentik/store";
import { proxyProvider } from "./outpostRows";

const SCOPES = ["openid", "profile", "email", "entitlements", "ak_proxy"];

/** Passwords of the users of the test world. */
export const PASSWORDS = { alice: "alice's password", bob: "bob's password", root: "root's password" };

/** Puts the objects of the test world into an empty store. */
export async function seed(store: MemoryStore): Promise<void> {
  await store.put("flow", "flow-login", flow("flow-login", "default-authentication-flow", "authentication"));
  await store.put("flow", "flow-logout", flow("flow-logout", "default-invalidation-flow", "invalidation"));
  const ofProvider = flow("flow-provider-invalidation", "default-provider-invalidation-flow", "invalidation");
  await store.put("flow", ofProvider.pk, ofProvider);
  await store.put("flow", "flow-setup", flow("flow-setup", "initial-setup", "stage_configuration"));
  await seedLoginStages(store);
  for (const scope of SCOPES) {
    const mapping = {
      pk: `scope-${scope}`,
      name: scope,
      managed: null,
      scope_name: scope,
      description: "",
      expression: "",
    };
    await store.put("property_mapping_provider_scope", mapping.pk, mapping);
  }
  const property_mappings = SCOPES.map((scope) => `scope-${scope}`);
  await store.put(
    "provider_proxy",
    "1",
    proxyProvider(1, {
      name: "Domain",
      property_mappings,
      mode: "forward_domain",
      external_host: "https://auth.example.com",
      cookie_domain: ".example.com",
    }),
  );
  await store.put(
    "provider_proxy",
    "2",
    proxyProvider(2, {
      name: "Ops",
      property_mappings,
      external_host: "https://ops.example.com",
      access_token_validity: "hours=1",
    }),
  );
  await store.put("application", "app-domain", application("app-domain", "Everything", "everything", 1));
  await store.put("application", "app-ops", application("app-ops", "Ops", "ops", 2));
  await store.put("outpost", "outpost", {
    pk: "outpost",
    name: "authentik Embedded Outpost",
    type: "proxy",
    managed: EMBEDDED_OUTPOST,
    providers: [1, 2],
    service_connection: null,
    config: { authentik_host: "https://auth.example.com" },
  });
  await store.put("group", "family", group("family", 1, false));
  await store.put("group", "ops", group("ops", 2, false));
  await store.put("group", "admins", group("admins", 3, true));
  await bind(store, "app-domain", "family");
  await bind(store, "app-ops", "ops");
  await store.put("user", "1", await user(1, "alice", ["family", "ops"]));
  await store.put("user", "2", await user(2, "bob", ["family"]));
  await store.put("user", "3", await user(3, "root", ["admins"]));
}

/** The stages of the shipped login: name, password, second factor where one is set up, login. */
async function seedLoginStages(store: MemoryStore): Promise<void> {
  const stages: [kind: string, order: number, fields: { [field: string]: unknown }][] = [
    [
      "stage_identification",
      10,
      { user_fields: ["email", "username"], case_insensitive_matching: true, pretend_user_exists: true },
    ],
    ["stage_password", 20, { failed_attempts_before_cancel: 5 }],
    ["stage_authenticator_validate", 30, { not_configured_action: "skip" }],
    ["stage_user_login", 100, { session_duration: "seconds=0" }],
  ];
  for (const [kind, order, fields] of stages) {
    await store.put(kind, kind, { pk: kind, name: kind, ...fields });
    await store.put("flow_stage_binding", kind, { pk: kind, target: "flow-login", stage: kind, order });
  }
}

async function bind(store: MemoryStore, target: string, groupPk: string): Promise<void> {
  const pk = `${target}-${groupPk}`;
  const rest = { policy: null, user: null, negate: false, enabled: true, order: 0, timeout: 30, failure_result: false };
  await store.put("policy_binding", pk, { pk, target, group: groupPk, ...rest });
}

function flow(pk: string, slug: string, designation: string): FlowRow {
  return {
    pk,
    name: slug,
    slug,
    title: "Welcome to the testbed",
    designation,
    authentication: "none",
    background: "",
    layout: "stacked",
    denied_action: "message_continue",
    policy_engine_mode: "any",
    compatibility_mode: false,
  };
}

function application(pk: string, name: string, slug: string, provider: number): ApplicationRow {
  return {
    pk,
    name,
    slug,
    provider,
    backchannel_providers: [],
    policy_engine_mode: "any",
    open_in_new_tab: false,
    meta_launch_url: "",
    meta_icon: "",
    meta_description: "",
    meta_publisher: "",
    meta_hide: false,
    group: "",
  };
}

function group(pk: string, num_pk: number, is_superuser: boolean): GroupRow {
  return { pk, num_pk, name: pk, is_superuser, parents: [], roles: [], attributes: {} };
}

async function user(pk: number, username: keyof typeof PASSWORDS, groups: string[]): Promise<UserRow> {
  const now = new Date().toISOString();
  return {
    pk,
    uuid: `uuid-${username}`,
    uid: `uid-${username}`,
    username,
    name: `${username} Example`,
    email: `${username}@example.com`,
    password: await hashPassword(PASSWORDS[username]),
    password_change_date: now,
    type: "internal",
    is_active: true,
    path: "users",
    groups,
    roles: [],
    attributes: {},
    date_joined: now,
    last_login: null,
    last_updated: now,
  };
}
