import { randomUUID } from "node:crypto";
import type { Document } from "../../rows";
import { invalid } from "../errors";
import type { KindRules, Scope } from "../scope";

/** Path of every blueprint file that the image ships, with the name in its metadata. */
export const BLUEPRINT_FILES: readonly { path: string; name: string }[] = [
  { path: "system/bootstrap.yaml", name: "authentik Bootstrap" },
  { path: "default/flow-password-change.yaml", name: "Default - Password change flow" },
  { path: "default/flow-default-authentication-flow.yaml", name: "Default - Authentication flow" },
  { path: "default/flow-default-invalidation-flow.yaml", name: "Default - Invalidation flow" },
  { path: "default/flow-default-authenticator-static-setup.yaml", name: "Default - Static MFA setup flow" },
  { path: "default/flow-default-authenticator-totp-setup.yaml", name: "Default - TOTP MFA setup flow" },
  { path: "default/flow-default-authenticator-webauthn-setup.yaml", name: "Default - WebAuthn MFA setup flow" },
  {
    path: "default/flow-default-provider-authorization-explicit-consent.yaml",
    name: "Default - Provider authorization flow (explicit consent)",
  },
  {
    path: "default/flow-default-provider-authorization-implicit-consent.yaml",
    name: "Default - Provider authorization flow (implicit consent)",
  },
  { path: "default/flow-default-provider-invalidation.yaml", name: "Default - Provider invalidation flow" },
  { path: "default/flow-default-source-authentication.yaml", name: "Default - Source authentication flow" },
  { path: "default/flow-default-source-enrollment.yaml", name: "Default - Source enrollment flow" },
  { path: "default/flow-default-source-pre-authentication.yaml", name: "Default - Source pre-authentication flow" },
  { path: "default/flow-default-user-settings-flow.yaml", name: "Default - User settings flow" },
  { path: "default/flow-oobe.yaml", name: "Default - Out-of-box-experience flow" },
  { path: "default/default-brand.yaml", name: "Default - Brand" },
  { path: "default/events-default.yaml", name: "Default - Events Transport & Rules" },
  { path: "system/providers-oauth2.yaml", name: "System - OAuth2 Provider - Scopes" },
  { path: "system/providers-proxy.yaml", name: "System - Proxy Provider - Scopes" },
];

/** Kind of the rows by which a server asks the worker to apply a blueprint. */
export const APPLY_TASK = "task_apply_blueprint";

/** How a blueprint's content is judged before it is stored; set by the importer, which itself needs these rules. */
export type ContentCheck = (content: string, context: Document, scope: Scope) => Promise<string[]>;

/** Rules of blueprint instances; `check` answers with what is wrong with the content, line by line. */
export function blueprintRules(check: ContentCheck): KindRules {
  return {
    async validate(input, current, scope) {
      const path = input.path ?? "";
      const content = input.content ?? "";
      if (typeof path === "string" && path !== "" && !path.startsWith("oci://")) {
        if (!BLUEPRINT_FILES.some((file) => file.path === path)) {
          throw invalid({ path: "Blueprint file does not exist" });
        }
      }
      if (typeof content === "string" && content !== "") {
        // As in the server, the context of a new instance is not known yet when its content is judged.
        const problems = await check(content, (current?.context ?? {}) as Document, scope);
        if (problems.length > 0) {
          throw invalid({ content: ["Failed to validate blueprint", ...problems.map((text) => `- ${text}`)] });
        }
      }
      if (path === "" && content === "" && !scope.blueprint) {
        throw invalid({ non_field_errors: "Either path or content must be set." });
      }
    },
    complete(row, current, { context }) {
      if (current) return;
      Object.assign(row, {
        last_applied: context.clock().toISOString(),
        last_applied_hash: "",
        status: "unknown",
        managed_models: [],
        metadata: {},
      });
    },
    async afterWrite(row, _current, scope) {
      if (row.enabled === true) await requestApply(String(row.pk), scope);
    },
  };
}

/** Leaves word for the worker; the status changes when it has applied the blueprint, not before. */
export async function requestApply(blueprint: string, { context }: Scope): Promise<void> {
  const id = randomUUID();
  await context.store.put(APPLY_TASK, id, { pk: id, blueprint });
}
