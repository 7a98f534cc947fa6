import type { Document } from "../rows";
import { resourceOf } from "./contract";

/**
 * What the server itself puts into a field that a create leaves out. These are the defaults of authentik's models
 * (general knowledge of them, unchecked); they often differ from what the Terraform provider sends by default.
 * Fields not named here start empty: "", 0, false, [], {} or null.
 */
const SERVER_DEFAULTS: { [kind: string]: Document } = {
  provider_proxy: {
    mode: "proxy",
    internal_host_ssl_validation: true,
    intercept_header_auth: true,
    access_token_validity: "hours=1",
    refresh_token_validity: "days=30",
  },
  provider_oauth2: {
    client_type: "confidential",
    access_code_validity: "minutes=1",
    access_token_validity: "hours=1",
    refresh_token_validity: "days=30",
    refresh_token_threshold: "seconds=0",
    include_claims_in_id_token: true,
    logout_method: "backchannel",
    sub_mode: "hashed_user_id",
    issuer_mode: "per_provider",
    grant_types: [
      "authorization_code",
      "implicit",
      "hybrid",
      "refresh_token",
      "client_credentials",
      "password",
      "urn:ietf:params:oauth:grant-type:device_code",
    ],
  },
  application: { policy_engine_mode: "any" },
  user: { is_active: true, path: "users", type: "internal" },
  policy_binding: { enabled: true, timeout: 30 },
  policy_password: {
    password_field: "password",
    symbol_charset: "!\\\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ",
    check_static_rules: true,
    hibp_allowed_count: 0,
    zxcvbn_score_threshold: 2,
  },
  policy_reputation: { check_ip: true, check_username: true, threshold: -5 },
  brand: {
    branding_title: "authentik",
    branding_logo: "/static/dist/assets/icons/icon_left_brand.svg",
    branding_favicon: "/static/dist/assets/icons/icon.png",
    branding_default_flow_background: "/static/dist/assets/images/flow_background.jpg",
  },
  event_rule: { severity: "notice" },
  event_transport: {
    mode: "local",
    email_subject_prefix: "authentik Notification: ",
    email_template: "email/event_notification.html",
  },
  flow: {
    policy_engine_mode: "any",
    layout: "stacked",
    denied_action: "message_continue",
    authentication: "none",
  },
  flow_stage_binding: {
    re_evaluate_policies: true,
    policy_engine_mode: "any",
    invalid_response_action: "retry",
  },
  stage_identification: { case_insensitive_matching: true, show_matched_user: true, pretend_user_exists: true },
  stage_email: {
    host: "localhost",
    port: 25,
    timeout: 10,
    from_address: "system@authentik.local",
    token_expiry: "minutes=30",
    subject: "authentik",
    template: "email/password_reset.html",
    recovery_max_attempts: 5,
    recovery_cache_timeout: "minutes=5",
  },
  stage_user_write: {
    user_creation_mode: "create_when_required",
    create_users_as_inactive: true,
    user_type: "external",
  },
  stage_user_login: {
    session_duration: "seconds=0",
    remember_me_offset: "seconds=0",
    network_binding: "no_binding",
    geoip_binding: "no_binding",
    remember_device: "days=30",
  },
  stage_password: { failed_attempts_before_cancel: 5 },
  stage_authenticator_validate: {
    not_configured_action: "skip",
    device_classes: ["static", "totp", "webauthn", "duo", "sms", "email"],
    last_auth_threshold: "seconds=0",
    webauthn_user_verification: "preferred",
    email_otp_throttling_factor: 1,
    sms_otp_throttling_factor: 1,
    totp_otp_throttling_factor: 1,
    static_otp_throttling_factor: 1,
  },
  stage_authenticator_totp: { digits: "6" },
  stage_authenticator_webauthn: {
    user_verification: "preferred",
    resident_key_requirement: "preferred",
    prevent_duplicate_devices: true,
  },
  stage_authenticator_static: { token_count: 6, token_length: 12 },
  token: { intent: "api", expiring: true },
  source_oauth: {
    enabled: true,
    policy_engine_mode: "any",
    user_matching_mode: "identifier",
    group_matching_mode: "identifier",
    user_path_template: "goauthentik.io/sources/%(slug)s",
    pkce: "none",
    authorization_code_auth_method: "basic_auth",
  },
  blueprint: { enabled: true },
};

/** A new row of a kind before anything is set: the server's defaults, everything else empty. */
export function defaultsOf(kind: string): Document {
  const empty = Object.fromEntries(
    Object.entries(resourceOf(kind).request).map(([field, { type }]) => [field, emptyOf(type)]),
  );
  return { ...empty, ...structuredClone(SERVER_DEFAULTS[kind] ?? {}) };
}

function emptyOf(type: string): unknown {
  if (type.endsWith("|null")) return null;
  if (type.startsWith("list<")) return [];
  switch (type) {
    case "bool":
      return false;
    case "int":
    case "float":
      return 0;
    case "json object":
      return {};
    default:
      return "";
  }
}
