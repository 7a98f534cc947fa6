import { generateKeyPairSync } from "node:crypto";
import { enums, type RequestField, resourceOf } from "../../testbed/authentik/rest/contract";
import { type Json, results, type World } from "./restWorld";

/** Bodies that the server takes, made from the contract and from objects that are there after the first start. */

let counter = 0;

/** Values that the contract's types alone do not give: references, secrets and rules between fields. */
type Special = { [field: string]: (world: World) => Promise<unknown> };

async function firstOf(world: World, path: string, field = "pk"): Promise<unknown> {
  return results(await world.call("GET", path))[0]?.[field];
}

const flow = (world: World): Promise<unknown> =>
  firstOf(world, "/flows/instances/?slug=default-provider-authorization-implicit-consent");
const certificate = (world: World): Promise<unknown> => firstOf(world, "/crypto/certificatekeypairs/");
const group = (world: World): Promise<unknown> => firstOf(world, "/core/groups/");
const user = (world: World): Promise<unknown> => firstOf(world, "/core/users/?username=akadmin");
const one = (find: (world: World) => Promise<unknown>) => async (world: World) => [await find(world)];
const none = async (): Promise<unknown> => null;
const empty = async (): Promise<unknown> => [];

const made =
  (kind: string, field = "pk") =>
  async (world: World): Promise<unknown> =>
    (await createSample(world, kind))[field];

const providerFlows: Special = {
  authentication_flow: flow,
  authorization_flow: flow,
  invalidation_flow: flow,
  property_mappings: one((world) => firstOf(world, "/propertymappings/provider/scope/")),
  jwt_federation_sources: one(made("source_oauth")),
  jwt_federation_providers: one(made("provider_oauth2")),
};

const special: { [kind: string]: Special } = {
  provider_proxy: {
    ...providerFlows,
    mode: async () => "forward_single",
    external_host: async () => `https://app-${counter}.example.com`,
    certificate,
  },
  provider_oauth2: {
    ...providerFlows,
    jwt_federation_providers: empty,
    signing_key: certificate,
    encryption_key: certificate,
    redirect_uris: async () => [{ matching_mode: "strict", url: "https://app.example.com/callback" }],
  },
  application: { provider: made("provider_oauth2"), backchannel_providers: one(made("provider_oauth2")) },
  outpost: {
    type: async () => "proxy",
    providers: one(made("provider_proxy")),
    service_connection: made("service_connection_docker"),
    config: async () => ({ authentik_host: "https://auth.example.com" }),
    managed: none,
  },
  group: { parents: one(group), users: one(user), roles: one(made("rbac_role")) },
  user: { groups: one(group), roles: one(made("rbac_role")), type: async () => "internal" },
  policy_binding: { target: made("application"), group, policy: none, user: none },
  property_mapping_provider_scope: { managed: none },
  brand: {
    default: async () => false,
    flow_authentication: flow,
    flow_invalidation: flow,
    flow_recovery: flow,
    flow_unenrollment: flow,
    flow_user_settings: flow,
    flow_device_code: flow,
    flow_lockdown: flow,
    default_application: made("application"),
    web_certificate: certificate,
    client_certificates: one(certificate),
  },
  event_rule: { transports: one(made("event_transport")), destination_group: group },
  event_transport: { webhook_mapping_body: none, webhook_mapping_headers: none, webhook_ca: certificate },
  flow_stage_binding: { target: made("flow"), stage: made("stage_password") },
  stage_identification: {
    password_stage: made("stage_password"),
    captcha_stage: async () => "",
    webauthn_stage: async () => "",
    enrollment_flow: flow,
    recovery_flow: flow,
    passwordless_flow: flow,
    sources: one(made("source_oauth")),
  },
  stage_prompt: { fields: one(made("stage_prompt_field")), validation_policies: one(made("policy_expression")) },
  stage_user_write: { create_users_group: group, user_type: async () => "external" },
  stage_password: { configure_flow: flow },
  stage_authenticator_validate: {
    configuration_stages: one(made("stage_password")),
    webauthn_allowed_device_types: empty,
  },
  stage_authenticator_totp: { configure_flow: flow },
  stage_authenticator_webauthn: { configure_flow: flow, device_type_restrictions: empty },
  stage_authenticator_static: { configure_flow: flow },
  token: { user, intent: async () => "app_password", managed: none },
  certificate_key_pair: {
    certificate_data: async (world) =>
      (await world.call("GET", `/crypto/certificatekeypairs/${await certificate(world)}/view_certificate/`)).json.data,
    key_data: async () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  },
  source_oauth: {
    authentication_flow: flow,
    enrollment_flow: flow,
    user_property_mappings: empty,
    group_property_mappings: empty,
  },
  blueprint: {
    path: async () => "",
    content: async () => "version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: by blueprint}\n",
  },
  service_connection_docker: { tls_verification: certificate, tls_authentication: certificate },
};

/** A body for a create: every field that the API takes (`all`), or only the required ones. */
export async function sampleBody(world: World, kind: string, which: "all" | "required"): Promise<Json> {
  counter += 1;
  const body: Json = {};
  for (const [field, rule] of Object.entries(resourceOf(kind).request)) {
    const needed = rule.required || NEEDED_IN_PRACTICE[kind]?.includes(field);
    if (which === "required" && !needed) continue;
    const own = special[kind]?.[field];
    body[field] = own ? await own(world) : valueFor(field, rule);
  }
  return body;
}

/** Not required by the schema, but the server's own checks ask for them. */
const NEEDED_IN_PRACTICE: { [kind: string]: string[] } = {
  provider_proxy: ["mode"],
  policy_binding: ["group"],
  blueprint: ["content"],
};

/** Makes one object with every field and returns the answer. */
export async function createSample(world: World, kind: string): Promise<Json> {
  const answer = await world.call("POST", resourceOf(kind).path, await sampleBody(world, kind, "all"));
  if (answer.status !== 201) throw new Error(`${kind}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer.json;
}

function valueFor(field: string, rule: RequestField): unknown {
  const type = rule.type.replace("|null", "");
  if (type.startsWith("list<enum:")) return [enums[type.slice("list<enum:".length, -1)]?.at(-1)];
  if (type.startsWith("list<")) return [];
  if (type.startsWith("enum:")) return enums[type.slice("enum:".length)]?.at(-1);
  switch (type) {
    case "bool":
      return true;
    case "int":
      return 7;
    case "float":
      return 1.5;
    case "datetime":
      return "2030-01-02T03:04:05.000Z";
    case "json object":
      return { note: "from a test" };
    default:
      return textFor(field, rule);
  }
}

function textFor(field: string, rule: RequestField): string {
  if (rule.format === "uri") return "https://example.com/somewhere";
  if (rule.format === "email") return "someone@example.com";
  if (/validity|duration|threshold|offset|device|expiry|timeout/.test(field)) return "hours=2";
  return `sample-${counter}`;
}
