import type { Document, FlowRow } from "../rows";
import type { Store } from "../store";

/** One stage of a plan, as the session keeps it: where to find it again. */
export interface PlannedStage {
  stage: string;
  /** Undefined for a stage that another one put in, such as the set-up of an authenticator. */
  binding?: string;
}

/** An authenticator that is being set up and that nothing trusts yet. */
export interface PendingDevice {
  stage: string;
  /** Of a TOTP device, in base32. */
  secret?: string;
  /** Of a set of recovery codes. */
  codes?: string[];
}

/** Where a browser stands in a flow. Kept in its session; the stages themselves are read anew at each step. */
export interface FlowPlan {
  flow: string;
  /** Index of the stage whose turn it is. */
  step: number;
  /** Undefined until the flow is planned. */
  stages?: PlannedStage[];
  /** `pk` of the user who named themselves; undefined also where nobody has that name. */
  pendingUser?: number;
  /** What was typed as the name, for the page and the events. */
  identifier?: string;
  /** What is shown as the name where it is not the user's own. */
  shown?: string;
  /** True once the password was right. */
  passwordDone?: boolean;
  /** How the password was checked, for the event of the login. */
  method?: { name: string; args: Document };
  failures?: number;
  /** Name of the application that was left, for the page after a logout. */
  leftApplication?: string;
  /** True where a link from a mail brought the plan back. */
  restored?: boolean;
  /** What the prompts were answered with. */
  prompt?: Document;
  /** E-mail stages that have sent their first mail. */
  mailed?: string[];
  device?: PendingDevice;
  /** The authenticators that were asked for in this flow. */
  mfa?: Document[];
}

/** A stage as it is played: its kind, its settings, and the binding by which the flow has it. */
export interface Stage {
  kind: string;
  row: Document;
  binding?: Document;
}

/** The logout stage of the shipped invalidation flow, which the shipped blueprints bind in the real server. */
const SHIPPED_LOGOUT = "default-invalidation-flow";
const LOGOUT: PlannedStage = { stage: "authentik-double-logout" };

const STAGE_KINDS = [
  "stage_identification",
  "stage_password",
  "stage_email",
  "stage_prompt",
  "stage_user_write",
  "stage_user_login",
  "stage_user_logout",
  "stage_deny",
  "stage_authenticator_validate",
  "stage_authenticator_totp",
  "stage_authenticator_static",
  "stage_authenticator_webauthn",
];

/** The bindings of a flow in their order. One without any is empty and leads straight on, as in authentik. */
export async function bindingsOf(store: Store, flow: FlowRow): Promise<Document[]> {
  const bindings = (await store.list("flow_stage_binding")).filter((binding) => binding.target === flow.pk);
  return bindings.sort((a, b) => Number(a.order) - Number(b.order));
}

/** The stages that a flow begins with before any policy of its bindings is asked. */
export function plannedStages(flow: FlowRow, bindings: readonly Document[]): PlannedStage[] {
  if (bindings.length === 0 && flow.slug === SHIPPED_LOGOUT) return [LOGOUT];
  return bindings.map((binding) => ({ stage: String(binding.stage), binding: String(binding.pk) }));
}

/** Reads a planned stage; of a kind that the double does not know where it is none of its own. */
export async function loadStage(store: Store, planned: PlannedStage): Promise<Stage> {
  if (planned.stage === LOGOUT.stage) return { kind: "stage_user_logout", row: {} };
  const binding = planned.binding === undefined ? undefined : await store.get("flow_stage_binding", planned.binding);
  for (const kind of STAGE_KINDS) {
    const row = await store.get(kind, planned.stage);
    if (row) return { kind, row, ...(binding ? { binding } : {}) };
  }
  return { kind: "unknown", row: { pk: planned.stage, name: planned.stage }, ...(binding ? { binding } : {}) };
}
