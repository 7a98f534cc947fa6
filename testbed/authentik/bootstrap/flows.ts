import type { Scope } from "../rest/scope";
import { ensure, ensureCreated } from "./ensure";

/** Shipped flows: slug, designation, name and who may use them. Names are those of authentik's blueprints. */
const FLOWS: readonly [slug: string, designation: string, name: string, authentication: string][] = [
  ["default-password-change", "stage_configuration", "Change Password", "require_authenticated"],
  ["default-authentication-flow", "authentication", "Welcome to authentik!", "none"],
  ["default-invalidation-flow", "invalidation", "Logout", "none"],
  [
    "default-authenticator-static-setup",
    "stage_configuration",
    "default-authenticator-static-setup",
    "require_authenticated",
  ],
  [
    "default-authenticator-totp-setup",
    "stage_configuration",
    "default-authenticator-totp-setup",
    "require_authenticated",
  ],
  [
    "default-authenticator-webauthn-setup",
    "stage_configuration",
    "default-authenticator-webauthn-setup",
    "require_authenticated",
  ],
  [
    "default-provider-authorization-explicit-consent",
    "authorization",
    "Authorize Application",
    "require_authenticated",
  ],
  [
    "default-provider-authorization-implicit-consent",
    "authorization",
    "Authorize Application",
    "require_authenticated",
  ],
  ["default-provider-invalidation-flow", "invalidation", "Logged out of application", "none"],
  ["default-source-authentication", "authentication", "Welcome to authentik!", "require_unauthenticated"],
  ["default-source-enrollment", "enrollment", "Welcome to authentik! Please select a username.", "none"],
  ["default-source-pre-authentication", "stage_configuration", "Pre-Authentication", "none"],
  ["default-user-settings-flow", "stage_configuration", "User settings", "require_authenticated"],
  ["initial-setup", "stage_configuration", "default-oobe-setup", "none"],
];

/** The shipped flows, and the stages of the login: identification, password, second factor, login. */
export async function bootstrapFlows(scope: Scope): Promise<void> {
  const pks = new Map<string, unknown>();
  for (const [slug, designation, name, authentication] of FLOWS) {
    const row = await ensure(scope, "flow", { slug }, { designation, name, title: name, authentication });
    pks.set(slug, row.pk);
  }
  const login = pks.get("default-authentication-flow");
  const stages: [kind: string, name: string, order: number, attributes: { [field: string]: unknown }][] = [
    ["stage_identification", "default-authentication-identification", 10, { user_fields: ["email", "username"] }],
    [
      "stage_password",
      "default-authentication-password",
      20,
      {
        backends: ["authentik.core.auth.InbuiltBackend", "authentik.core.auth.TokenBackend"],
        configure_flow: pks.get("default-password-change"),
      },
    ],
    ["stage_authenticator_validate", "default-authentication-mfa-validation", 30, {}],
    ["stage_user_login", "default-authentication-login", 100, {}],
  ];
  for (const [kind, name, order, attributes] of stages) {
    const stage = await ensure(scope, kind, { name }, attributes);
    await ensureCreated(scope, "flow_stage_binding", { order, stage: stage.pk, target: login });
  }
}
