/**
 * What is known of an app that logs in through authentik itself. Plain data: texts with placeholders, so that which
 * variables an app gets and which of them are secret can be read before anything exists.
 */

/** Scopes that authentik ships a mapping for, and that presets ask for. */
export type OidcScope = "openid" | "profile" | "email" | "offline_access" | "entitlements";

/** Settings as environment variables. A variable without a placeholder is a default that a program may change. */
interface EnvironmentDelivery {
  readonly kind: "environment";
  readonly variables: Readonly<Record<string, string>>;
}

/** Settings as a file in the container, and the variables that lead the app to it. */
interface FileDelivery {
  readonly kind: "file";
  /** Absolute path inside the container. */
  readonly path: string;
  readonly content: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The app keeps its settings in its own database: somebody enters them there, once. */
interface ManualDelivery {
  readonly kind: "manual";
  readonly steps: readonly string[];
  /** How to see that it works. */
  readonly check: string;
}

export type OidcDelivery = EnvironmentDelivery | FileDelivery | ManualDelivery;

/** What happens to accounts that the app has already, and what to do about it. */
export interface AccountNote {
  readonly what: string;
  readonly fix: string;
}

/** Which decision suits the app in general. */
export interface SuitedDecision {
  readonly mode: "oidc" | "domain" | "application";
  readonly why: string;
}

export interface OidcPreset {
  readonly title: string;
  /** Repositories of its images, without registry and tag. Empty: it is no container. */
  readonly images: readonly string[];
  /** Where logins come back to, to the letter; {@link PLACEHOLDERS} allowed. */
  readonly redirectUris: readonly string[];
  /** Where the browser may be sent after the end of a session. */
  readonly logoutRedirectUris?: readonly string[];
  /** What the app asks for, `openid` included. */
  readonly scopes: readonly OidcScope[];
  /**
   * The app refuses addresses that nobody has verified. authentik's own mapping says "not verified" since 2025.10, so
   * the client gets a mapping of its own that says the opposite: only sound while users cannot change their address.
   */
  readonly verifiedEmail?: boolean;
  /** Whether the app, set up like this, sends a code challenge. */
  readonly pkce: boolean;
  /** What `sub` is. @default "hashed_user_id" */
  readonly subject?: "user_uuid" | "user_username";
  readonly delivery: OidcDelivery;
  /** What mobile apps and API clients do. */
  readonly clients: string;
  readonly accounts: AccountNote;
  readonly suited: SuitedDecision;
  /** Where all of this is from. */
  readonly sources: readonly string[];
}

/** Words in braces that templates may hold. */
export const PLACEHOLDERS = [
  "issuer",
  "authorize",
  "token",
  "userinfo",
  "jwks",
  "endSession",
  "wellKnown",
  "clientId",
  "clientSecret",
  "publicUrl",
  "host",
] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];
