import { clear, type KindFacts, type Reference } from "./kindFacts";

export const STAGE_KINDS = [
  "stage_identification",
  "stage_email",
  "stage_prompt",
  "stage_user_write",
  "stage_user_login",
  "stage_user_logout",
  "stage_deny",
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

/** The facts of every kind of stage. */
export const stages: { [kind: string]: KindFacts } = {
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
  stage_user_write: stage("user_write", "User Write Stage", { create_users_group: clear("group") }),
  stage_user_login: stage("user_login", "User Login Stage"),
  stage_user_logout: stage("user_logout", "User Logout Stage"),
  stage_deny: stage("deny", "Deny Stage"),
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
};

/** The facts of every kind of policy. */
export const policies: { [kind: string]: KindFacts } = {
  policy_expression: policy("expression", "Expression Policy", "Expression Policies"),
  policy_event_matcher: policy("event_matcher", "Event Matcher Policy", "Event Matcher Policies"),
  policy_password: policy("password", "Password Policy", "Password Policies"),
  policy_reputation: policy("reputation", "Reputation Policy", "Reputation Policies"),
};
