/**
 * What the contract does not say about each kind: the server's names for it, which fields are unique, what a field
 * points to, and the default order of lists. From the published schema 2026.5.6 (model and component names) and from
 * authentik's serializers and models.
 */
export interface KindFacts {
  /** Django's `app_label.model_name`, in lower case: blueprints, events and `meta_model_name` use it. */
  model: string;
  /** Singular name as the server prints it, also in error texts. */
  verbose: string;
  plural?: string;
  /** Web component of the admin interface; only where the API shows it. */
  component?: string;
  /** Fields of which no two objects may have the same value. */
  unique: string[];
  /** Sets of fields that no two objects may share. */
  uniqueTogether?: string[][];
  references: { [field: string]: Reference };
  /** Default order of lists; `-` for descending. */
  ordering: string[];
  search: string[];
}

/** What a field points to, and what becomes of the object when that is deleted. */
export interface Reference {
  kinds: readonly string[];
  /** `cascade` deletes the object too, `clear` sets the field to null; a list always just loses the entry. */
  onDelete: "cascade" | "clear";
}

export const STAGE_KINDS = [
  "stage_identification",
  "stage_email",
  "stage_prompt",
  "stage_user_write",
  "stage_user_login",
  "stage_password",
  "stage_authenticator_validate",
  "stage_authenticator_totp",
  "stage_authenticator_webauthn",
  "stage_authenticator_static",
] as const;

export const POLICY_KINDS = [
  "policy_expression",
  "policy_event_matcher",
  "policy_password",
  "policy_reputation",
] as const;

export const PROVIDER_KINDS = ["provider_proxy", "provider_oauth2"] as const;

/** Kinds that a policy can be bound to. */
export const BINDING_TARGET_KINDS = [
  "application",
  "event_rule",
  "flow",
  "flow_stage_binding",
  "source_oauth",
] as const;

const clear = (...kinds: readonly string[]): Reference => ({ kinds, onDelete: "clear" });
const cascade = (...kinds: readonly string[]): Reference => ({ kinds, onDelete: "cascade" });

const providerReferences = {
  authentication_flow: clear("flow"),
  authorization_flow: cascade("flow"),
  invalidation_flow: cascade("flow"),
  property_mappings: clear("property_mapping_provider_scope"),
  jwt_federation_sources: clear("source_oauth"),
  jwt_federation_providers: clear(...PROVIDER_KINDS),
};

function stage(name: string, verbose: string, references: { [field: string]: Reference } = {}): KindFacts {
  const model = name.replaceAll("_", "");
  return {
    model: `authentik_stages_${name}.${model}stage`,
    verbose,
    component: `ak-stage-${name.replaceAll("_", "-")}-form`,
    unique: ["name"],
    references,
    ordering: ["name"],
    search: ["name"],
  };
}

function policy(name: string, verbose: string, plural: string): KindFacts {
  return {
    model: `authentik_policies_${name}.${name.replaceAll("_", "")}policy`,
    verbose,
    plural,
    component: `ak-policy-${name.replaceAll("_", "-")}-form`,
    unique: ["name"],
    references: {},
    ordering: ["name"],
    search: ["name"],
  };
}

const configureFlow = { configure_flow: clear("flow") };

export const kinds: { [kind: string]: KindFacts } = {
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
  policy_expression: policy("expression", "Expression Policy", "Expression Policies"),
  policy_event_matcher: policy("event_matcher", "Event Matcher Policy", "Event Matcher Policies"),
  policy_password: policy("password", "Password Policy", "Password Policies"),
  policy_reputation: policy("reputation", "Reputation Policy", "Reputation Policies"),
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
  stage_identification: stage("identification", "Identification Stage", {
    password_stage: clear("stage_password"),
    captcha_stage: clear(),
    webauthn_stage: clear("stage_authenticator_validate"),
    enrollment_flow: clear("flow"),
    recovery_flow: clear("flow"),
    passwordless_flow: clear("flow"),
    sources: clear("source_oauth"),
  }),
  stage_email: stage("email", "Email Stage"),
  stage_prompt: stage("prompt", "Prompt Stage", {
    fields: clear("stage_prompt_field"),
    validation_policies: clear(...POLICY_KINDS),
  }),
  stage_prompt_field: {
    model: "authentik_stages_prompt.prompt",
    verbose: "Prompt",
    unique: ["name"],
    references: {},
    ordering: ["field_key"],
    search: ["name", "field_key", "label"],
  },
  stage_user_write: stage("user_write", "User Write Stage", { create_users_group: clear("group") }),
  stage_user_login: stage("user_login", "User Login Stage"),
  stage_password: stage("password", "Password Stage", configureFlow),
  stage_authenticator_validate: stage("authenticator_validate", "Authenticator Validation Stage", {
    configuration_stages: clear(...STAGE_KINDS),
    webauthn_allowed_device_types: clear(),
  }),
  stage_authenticator_totp: stage("authenticator_totp", "TOTP Authenticator Setup Stage", configureFlow),
  stage_authenticator_webauthn: stage("authenticator_webauthn", "WebAuthn Authenticator Setup Stage", {
    ...configureFlow,
    device_type_restrictions: clear(),
  }),
  stage_authenticator_static: stage("authenticator_static", "Static Authenticator Setup Stage", configureFlow),
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
