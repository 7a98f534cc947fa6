import type { FlowRow } from "../rows";
import type { FlowPlan, Stage } from "./plan";

/** JSON that the flow executor answers; `component` says which kind, as in authentik's API. */
export interface Challenge {
  component: string;
  [field: string]: unknown;
}

/** Errors of an answer by field, shown under `response_errors`. */
export type ResponseErrors = { [field: string]: { string: string; code: string }[] };

/** One error in the form of `response_errors`. */
export function invalid(field: string, text: string): ResponseErrors {
  return { [field]: [{ string: text, code: "invalid" }] };
}

/** The challenge of a stage that waits for an answer; undefined for stages that run by themselves. */
export function challengeOf(flow: FlowRow, stage: Stage, plan: FlowPlan): Challenge | undefined {
  switch (stage.kind) {
    case "identification":
      return {
        ...common(flow),
        component: "ak-stage-identification",
        user_fields: stage.userFields,
        password_fields: stage.passwordStage !== null,
        allow_show_password: false,
        primary_action: "Log in",
        flow_designation: flow.designation,
        captcha_stage: null,
        enable_remember_me: false,
        show_source_labels: false,
        sources: [],
      };
    case "password":
      return {
        ...common(flow),
        component: "ak-stage-password",
        pending_user: plan.identifier ?? "",
        pending_user_avatar: "",
        allow_show_password: false,
      };
    default:
      return undefined;
  }
}

/** The end of a flow: the client goes to `to`. */
export function redirectChallenge(to: string): Challenge {
  return { component: "xak-flow-redirect", to };
}

/** The flow is refused; there is no way on. */
export function deniedChallenge(flow: FlowRow, message: string): Challenge {
  return {
    ...common(flow),
    component: "ak-stage-access-denied",
    pending_user: "",
    pending_user_avatar: "",
    error_message: message,
  };
}

/** Shown after a logout from one application, while the login at the core goes on. */
export function sessionEndChallenge(flow: FlowRow, application: string): Challenge {
  return {
    ...common(flow),
    component: "ak-stage-session-end",
    pending_user: "",
    pending_user_avatar: "",
    application_name: application,
    invalidation_flow_url: "/flows/-/default/invalidation/",
    brand_name: "authentik double",
  };
}

function common(flow: FlowRow): { flow_info: { [field: string]: unknown } } {
  return {
    flow_info: {
      title: flow.title,
      background: flow.background,
      background_themed_urls: null,
      cancel_url: "/flows/-/cancel/",
      layout: flow.layout,
    },
  };
}
