import type { Document, FlowRow } from "../rows";
import type { Store } from "../store";

/** Stages that the double can play. `unknown` stops a flow: what cannot be checked must not be skipped. */
export type Stage =
  | {
      kind: "identification";
      userFields: string[];
      caseInsensitive: boolean;
      passwordStage: string | null;
      pretendUserExists: boolean;
    }
  | { kind: "password"; attempts: number }
  | { kind: "user_login"; sessionDuration: string }
  | { kind: "user_logout" }
  | { kind: "authenticator_validate"; notConfigured: string }
  | { kind: "unknown"; name: string };

/** Where a browser stands in a flow. Kept in its session; the stages themselves are read anew at each step. */
export interface FlowPlan {
  flow: string;
  /** Index of the stage that waits for an answer. */
  step: number;
  /** `pk` of the user who named themselves; undefined also where nobody has that name. */
  pendingUser?: number;
  /** What was typed as the name, for the page and the events. */
  identifier?: string;
  /** True once the password was right. */
  passwordDone?: boolean;
  failures?: number;
  /** Name of the application that was left, for the page after a logout. */
  leftApplication?: string;
}

/** The logout stage of the shipped invalidation flow. The API has no such kind, so no stage binding can name it. */
const SHIPPED_LOGOUT = "default-invalidation-flow";

/** The stages of a flow in their order. One without bindings is empty and leads straight on, as in authentik. */
export async function stagesOf(store: Store, flow: FlowRow): Promise<Stage[]> {
  const bindings = (await store.list("flow_stage_binding")).filter((binding) => binding.target === flow.pk);
  if (bindings.length === 0 && flow.slug === SHIPPED_LOGOUT) return [{ kind: "user_logout" }];
  bindings.sort((a, b) => Number(a.order) - Number(b.order));
  return Promise.all(bindings.map((binding) => stageById(store, String(binding.stage))));
}

const STAGE_KINDS = [
  "stage_identification",
  "stage_password",
  "stage_user_login",
  "stage_user_logout",
  "stage_authenticator_validate",
];

async function stageById(store: Store, pk: string): Promise<Stage> {
  const rows = await Promise.all(STAGE_KINDS.map((kind) => store.get(kind, pk)));
  const at = rows.findIndex((row) => row !== undefined);
  const row = rows[at];
  return row ? readStage(STAGE_KINDS[at] ?? "", row) : { kind: "unknown", name: pk };
}

function readStage(kind: string, row: Document): Stage {
  switch (kind) {
    case "stage_identification":
      return {
        kind: "identification",
        userFields: Array.isArray(row.user_fields) ? row.user_fields.map(String) : [],
        caseInsensitive: row.case_insensitive_matching !== false,
        passwordStage: typeof row.password_stage === "string" && row.password_stage !== "" ? row.password_stage : null,
        pretendUserExists: row.pretend_user_exists !== false,
      };
    case "stage_password":
      return { kind: "password", attempts: Number(row.failed_attempts_before_cancel ?? 5) };
    case "stage_user_login":
      return { kind: "user_login", sessionDuration: String(row.session_duration ?? "seconds=0") };
    case "stage_user_logout":
      return { kind: "user_logout" };
    case "stage_authenticator_validate":
      return { kind: "authenticator_validate", notConfigured: String(row.not_configured_action ?? "skip") };
    default:
      return { kind: "unknown", name: String(row.name ?? kind) };
  }
}
