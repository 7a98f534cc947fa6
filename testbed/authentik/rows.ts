/**
 * Rows of the store: what the authentik double keeps of each object, named as authentik's API v3 names it.
 *
 * Rules that hold for every kind:
 * - the store id of a row is `String(row.pk)`, also where the API path uses a slug or an identifier;
 * - a reference to another object is that object's `pk` (integers for users and providers, uuid text for the rest);
 * - membership lives on the user only: `UserRow.groups`. A group's `users` is computed from it;
 * - an application points to its provider, an outpost lists its providers; a provider points to neither.
 */

/** A row of a kind that only the REST API touches: the fields of `testbed/contract/authentik-rest.json`. */
export type Document = { [field: string]: unknown };

/** Fields that providers of every type share. Durations are authentik's text form, for example `hours=24`. */
export interface ProviderBase {
  pk: number;
  name: string;
  authentication_flow: string | null;
  authorization_flow: string;
  invalidation_flow: string;
  property_mappings: string[];
  access_token_validity: string;
  refresh_token_validity: string;
  jwt_federation_sources: string[];
  jwt_federation_providers: number[];
  client_id: string;
  client_secret: string;
  redirect_uris: RedirectUri[];
}

export interface RedirectUri {
  matching_mode: "strict" | "regex";
  url: string;
  redirect_uri_type?: "authorization" | "logout";
}

export interface ProxyProviderRow extends ProviderBase {
  mode: "proxy" | "forward_single" | "forward_domain";
  external_host: string;
  internal_host: string;
  internal_host_ssl_validation: boolean;
  /** Without a scheme; the leading dot, where given, is kept as written. Empty outside `forward_domain`. */
  cookie_domain: string;
  /** Signs the outpost's state; made by the server, never in an API answer of the provider itself. */
  cookie_secret: string;
  /** One regular expression a line. */
  skip_path_regex: string;
  intercept_header_auth: boolean;
  basic_auth_enabled: boolean;
  basic_auth_user_attribute: string;
  basic_auth_password_attribute: string;
  certificate: string | null;
}

export interface OAuth2ProviderRow extends ProviderBase {
  client_type: "confidential" | "public";
  grant_types: string[];
  access_code_validity: string;
  refresh_token_threshold: string;
  include_claims_in_id_token: boolean;
  /** A `certificate_key_pair`; null means HS256 with the client secret. */
  signing_key: string | null;
  encryption_key: string | null;
  logout_uri: string;
  logout_method: "backchannel" | "frontchannel";
  sub_mode: "hashed_user_id" | "user_id" | "user_uuid" | "user_username" | "user_email" | "user_upn";
  issuer_mode: "global" | "per_provider";
}

export interface ApplicationRow {
  pk: string;
  name: string;
  slug: string;
  provider: number | null;
  backchannel_providers: number[];
  policy_engine_mode: "all" | "any";
  open_in_new_tab: boolean;
  meta_launch_url: string;
  meta_icon: string;
  meta_description: string;
  meta_publisher: string;
  meta_hide: boolean;
  group: string;
}

export interface OutpostRow {
  pk: string;
  name: string;
  type: "proxy" | "ldap" | "radius" | "rac";
  /** {@link EMBEDDED_OUTPOST} for the built-in one, null for the user's own. */
  managed: string | null;
  providers: number[];
  service_connection: string | null;
  /** `authentik_host`, `authentik_host_browser`, `log_level` and the rest of the outpost's settings. */
  config: { [setting: string]: unknown };
}

export interface PolicyBindingRow {
  pk: string;
  /** `pk` of an application, event rule, flow stage binding, source … */
  target: string;
  policy: string | null;
  group: string | null;
  user: number | null;
  negate: boolean;
  enabled: boolean;
  order: number;
  /** Seconds. */
  timeout: number;
  failure_result: boolean;
}

export interface UserRow {
  pk: number;
  uuid: string;
  /** The hashed id that OAuth2 uses as `sub`. */
  uid: string;
  username: string;
  name: string;
  email: string;
  /** Hash made by `passwords.ts`; empty means that no password works. Never in an API answer. */
  password: string;
  password_change_date: string;
  type: "internal" | "external" | "service_account" | "internal_service_account";
  is_active: boolean;
  path: string;
  /** `pk` of each group that the user is a direct member of. */
  groups: string[];
  roles: string[];
  attributes: { [attribute: string]: unknown };
  date_joined: string;
  last_login: string | null;
  last_updated: string;
}

export interface GroupRow {
  pk: string;
  num_pk: number;
  name: string;
  is_superuser: boolean;
  parents: string[];
  roles: string[];
  attributes: { [attribute: string]: unknown };
}

export interface TokenRow {
  pk: string;
  identifier: string;
  key: string;
  user: number;
  intent: "verification" | "api" | "recovery" | "app_password";
  description: string;
  expiring: boolean;
  /** RFC 3339; only meaningful while `expiring`. */
  expires: string | null;
  managed: string | null;
}

export interface FlowRow {
  pk: string;
  name: string;
  slug: string;
  title: string;
  designation: string;
  authentication: string;
  background: string;
  layout: string;
  denied_action: string;
  policy_engine_mode: "all" | "any";
  compatibility_mode: boolean;
}

export interface BrandRow {
  brand_uuid: string;
  /** Same as `brand_uuid`, so that the rule for store ids has no exception. */
  pk: string;
  domain: string;
  default: boolean;
  branding_title: string;
  branding_logo?: string;
  branding_favicon?: string;
  branding_default_flow_background?: string;
  flow_authentication: string | null;
  flow_invalidation: string | null;
  flow_recovery?: string | null;
  flow_user_settings: string | null;
  default_application: string | null;
  attributes: { [attribute: string]: unknown };
}

export interface ScopeMappingRow {
  pk: string;
  name: string;
  managed: string | null;
  scope_name: string;
  description: string;
  expression: string;
}

export interface CertificateKeyPairRow {
  pk: string;
  name: string;
  managed: string | null;
  /** PEM. */
  certificate_data: string;
  /** PEM (PKCS #8), or empty. */
  key_data: string;
}

export interface EventRow {
  pk: string;
  action: string;
  app: string;
  user: { [field: string]: unknown };
  context: { [field: string]: unknown };
  client_ip: string | null;
  created: string;
  expires: string;
  brand: { [field: string]: unknown };
}

/** The `managed` name of the outpost that lives in the server. */
export const EMBEDDED_OUTPOST = "goauthentik.io/outposts/embedded";

/**
 * Row type of each kind that more than the REST API reads. Other modules may add kinds of their own:
 * `declare module "../rows" { interface KindMap { session: SessionRow } }`.
 */
export interface KindMap {
  provider_proxy: ProxyProviderRow;
  provider_oauth2: OAuth2ProviderRow;
  application: ApplicationRow;
  outpost: OutpostRow;
  policy_binding: PolicyBindingRow;
  user: UserRow;
  group: GroupRow;
  token: TokenRow;
  flow: FlowRow;
  brand: BrandRow;
  property_mapping_provider_scope: ScopeMappingRow;
  certificate_key_pair: CertificateKeyPairRow;
  event: EventRow;
}

/** The row type of a kind: the typed one where {@link KindMap} has it, else a plain {@link Document}. */
export type RowOf<K extends string> = K extends keyof KindMap ? KindMap[K] : Document;
