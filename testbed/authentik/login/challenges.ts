import { DOUBLE } from "../config";
import type { BrandRow, FlowRow } from "../rows";

/** JSON that the flow executor answers; `component` says which kind, as in authentik's API. */
export interface Challenge {
  component: string;
  [field: string]: unknown;
}

/** Errors of an answer by field, shown under `response_errors`. */
export type ResponseErrors = { [field: string]: { string: string; code: string }[] };

/** One error in the form of `response_errors`. */
export function invalid(field: string, text: string, code = "invalid"): ResponseErrors {
  return { [field]: [{ string: text, code }] };
}

/** What every challenge of a flow shows: title, background and layout, the flow's own or the brand's. */
export function flowInfo(flow: FlowRow, brand: BrandRow | undefined): { flow_info: { [field: string]: unknown } } {
  return {
    flow_info: {
      title: flow.title,
      background: flow.background || String(brand?.branding_default_flow_background ?? ""),
      background_themed_urls: null,
      cancel_url: "/flows/-/cancel/",
      layout: flow.layout,
    },
  };
}

/** The user that a challenge is about, as it names them. */
export function shownUser(name: string): { pending_user: string; pending_user_avatar: string } {
  return { pending_user: name, pending_user_avatar: "" };
}

/** The end of a flow: the client goes to `to`. */
export function redirectChallenge(to: string): Challenge {
  return { component: "xak-flow-redirect", to };
}

/** The flow is refused; there is no way on. */
export function deniedChallenge(flow: FlowRow, brand: BrandRow | undefined, message: string): Challenge {
  return {
    ...flowInfo(flow, brand),
    ...shownUser(""),
    component: "ak-stage-access-denied",
    error_message: message,
  };
}

/** Shown after a logout from one application, while the login at the core goes on. */
export function sessionEndChallenge(flow: FlowRow, brand: BrandRow | undefined, application: string): Challenge {
  return {
    ...flowInfo(flow, brand),
    ...shownUser(""),
    component: "ak-stage-session-end",
    application_name: application,
    invalidation_flow_url: "/flows/-/default/invalidation/",
    brand_name: brand?.branding_title || DOUBLE,
  };
}
