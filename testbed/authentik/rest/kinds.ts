import { POLICY_KINDS, policies, STAGE_KINDS, stages } from "./flowKinds";
import { cascade, clear, type KindFacts } from "./kindFacts";

export { POLICY_KINDS, STAGE_KINDS };

export const PROVIDER_KINDS = ["provider_proxy", "provider_oauth2"] as const;

/** Kinds that a policy can be bound to. */
export const BINDING_TARGET_KINDS = [
  "application",
  "event_rule",
  "flow",
  "flow_stage_binding",
  "source_oauth",
] as const;

const providerReferences = {
  authentication_flow: clear("flow"),
  authorization_flow: cascade("flow"),
  invalidation_flow: cascade("flow"),
  property_mappings: clear("property_mapping_provider_scope"),
  jwt_federation_sources: clear("source_oauth"),
  jwt_federation_providers: clear(...PROVIDER_KINDS),
};

/** The facts of every kind of the contract. */
export const kinds: { [kind: string]: KindFacts } = {
  ...stages,
  ...policies,
  provider_proxy: {
    model: "authentik_providers_proxy.proxyprovider",
    verbose: "Proxy Provider",
    component: "ak-provider-proxy-form",
    unique: ["name"],
    references: { ...providerReferences, certificate: clear("certificate_key_pair") },
    ordering: ["name"],
    search: ["name"],
  },
  provider_oauth2: {
    model: "authentik_providers_oauth2.oauth2provider",
    verbose: "OAuth2/OpenID Provider",
    component: "ak-provider-oauth2-form",
    unique: ["name", "client_id"],
    references: {
      ...providerReferences,
      signing_key: clear("certificate_key_pair"),
      encryption_key: clear("certificate_key_pair"),
    },
    ordering: ["name"],
    search: ["name"],
  },
  application: {
    model: "authentik_core.application",
    verbose: "Application",
    unique: ["slug", "provider"],
    references: { provider: clear(...PROVIDER_KINDS), backchannel_providers: clear(...PROVIDER_KINDS) },
    ordering: ["name"],
    search: ["name", "slug", "meta_launch_url", "meta_description", "meta_publisher", "group"],
  },
  outpost: {
    model: "authentik_outposts.outpost",
    verbose: "outpost",
    unique: ["name", "managed"],
    references: { providers: clear(...PROVIDER_KINDS), service_connection: clear("service_connection_docker") },
    ordering: ["name"],
    search: ["name"],
  },
  group: {
    model: "authentik_core.group",
    verbose: "Group",
    unique: ["name"],
    references: { parents: clear("group"), users: clear("user"), roles: clear("rbac_role") },
    ordering: ["name"],
    search: ["name"],
  },
  user: {
    model: "authentik_core.user",
    verbose: "User",
    unique: ["username"],
    references: { groups: clear("group"), roles: clear("rbac_role") },
    ordering: ["username"],
    search: ["username", "name", "email", "uuid"],
  },
  policy_binding: {
    model: "authentik_policies.policybinding",
    verbose: "Policy Binding",
    unique: [],
    uniqueTogether: [["policy", "target", "order"]],
    references: {
      policy: cascade(...POLICY_KINDS),
      group: cascade("group"),
      user: cascade("user"),
      target: cascade(...BINDING_TARGET_KINDS),
    },
    ordering: ["target", "order"],
    search: [],
  },
  property_mapping_provider_scope: {
    model: "authentik_providers_oauth2.scopemapping",
    verbose: "Scope Mapping",
    component: "ak-property-mapping-provider-scope-form",
    unique: ["name", "managed"],
    references: {},
    ordering: ["scope_name", "name"],
    search: ["name", "scope_name"],
  },
  brand: {
    model: "authentik_brands.brand",
    verbose: "Brand",
    unique: ["domain"],
    references: {
      flow_authentication: clear("flow"),
      flow_invalidation: clear("flow"),
      flow_recovery: clear("flow"),
      flow_unenrollment: clear("flow"),
      flow_user_settings: clear("flow"),
      flow_device_code: clear("flow"),
      flow_lockdown: clear("flow"),
      default_application: clear("application"),
      web_certificate: clear("certificate_key_pair"),
      client_certificates: clear("certificate_key_pair"),
    },
    ordering: ["domain"],
    search: ["domain", "branding_title"],
  },
  event_rule: {
    model: "authentik_events.notificationrule",
    verbose: "Notification Rule",
    unique: ["name"],
    references: { transports: clear("event_transport"), destination_group: clear("group") },
    ordering: ["name"],
    search: ["name"],
  },
  event_transport: {
    model: "authentik_events.notificationtransport",
    verbose: "Notification Transport",
    unique: ["name"],
    references: {
      // Webhook mappings and their CA are objects that the double does not have.
      webhook_mapping_body: clear(),
      webhook_mapping_headers: clear(),
      webhook_ca: clear("certificate_key_pair"),
    },
    ordering: ["name"],
    search: ["name", "mode", "webhook_url"],
  },
  flow: {
    model: "authentik_flows.flow",
    verbose: "Flow",
    unique: ["slug"],
    references: {},
    ordering: ["slug", "name"],
    search: ["name", "slug", "designation", "title"],
  },
  flow_stage_binding: {
    model: "authentik_flows.flowstagebinding",
    verbose: "Flow Stage Binding",
    unique: [],
    uniqueTogether: [["target", "stage", "order"]],
    references: { target: cascade("flow"), stage: cascade(...STAGE_KINDS) },
    ordering: ["target", "order"],
    search: [],
  },
  stage_prompt_field: {
    model: "authentik_stages_prompt.prompt",
    verbose: "Prompt",
    unique: ["name"],
    references: {},
    ordering: ["field_key"],
    search: ["name", "field_key", "label"],
  },
  token: {
    model: "authentik_core.token",
    verbose: "Token",
    unique: ["identifier", "managed"],
    references: { user: cascade("user") },
    ordering: ["identifier", "expires"],
    search: ["identifier", "intent", "description"],
  },
  certificate_key_pair: {
    model: "authentik_crypto.certificatekeypair",
    verbose: "Certificate-Key Pair",
    unique: ["name"],
    references: {},
    ordering: ["name"],
    search: ["name"],
  },
  source_oauth: {
    model: "authentik_sources_oauth.oauthsource",
    verbose: "OAuth Source",
    component: "ak-source-oauth-form",
    unique: ["slug", "name"],
    references: {
      authentication_flow: clear("flow"),
      enrollment_flow: clear("flow"),
      user_property_mappings: clear(),
      group_property_mappings: clear(),
    },
    ordering: ["name"],
    search: ["name", "slug"],
  },
  rbac_role: {
    model: "authentik_rbac.role",
    verbose: "Role",
    unique: ["name"],
    references: {},
    ordering: ["name"],
    search: ["name"],
  },
  blueprint: {
    model: "authentik_blueprints.blueprintinstance",
    verbose: "Blueprint Instance",
    unique: ["name"],
    references: {},
    ordering: ["name"],
    search: ["name", "path"],
  },
  service_connection_docker: {
    model: "authentik_outposts.dockerserviceconnection",
    verbose: "Docker Service-Connection",
    component: "ak-service-connection-docker-form",
    unique: ["name"],
    references: {
      tls_verification: clear("certificate_key_pair"),
      tls_authentication: clear("certificate_key_pair"),
    },
    ordering: ["name"],
    search: ["name"],
  },
};

/** The facts of a kind. @throws Error for an unknown kind. */
export function factsOf(kind: string): KindFacts {
  const found = kinds[kind];
  if (!found) throw new Error(`no such kind: ${kind}`);
  return found;
}

/** The kind of a Django model name such as `authentik_core.group`, undefined for one that the double does not have. */
export function kindOfModel(model: string): string | undefined {
  return Object.keys(kinds).find((kind) => kinds[kind]?.model === model.toLowerCase());
}

export function pluralOf(facts: KindFacts): string {
  return facts.plural ?? `${facts.verbose}s`;
}
