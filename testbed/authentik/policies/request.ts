import type { Document, EventRow, UserRow } from "../rows";

/** What a policy is asked about (authentik's `PolicyRequest`). */
export interface PolicyRequest {
  /** Undefined for the anonymous user, and for a name that nobody has. */
  user: UserRow | undefined;
  /** The user's name; what was typed where nobody has it. */
  username: string;
  clientIp?: string;
  /** As events show it. Undefined outside of a request, for example in the worker. */
  http?: Document;
  /** The object that access is asked of, as events show it. */
  obj?: Document;
  /** The event that a notification rule looks at. */
  event?: EventRow;
  /** What the prompts of a flow were answered with. */
  prompt?: Document;
}

/** What a policy answered. */
export interface PolicyResult {
  passing: boolean;
  /** Shown to the user. */
  messages: string[];
}

/** Raised by a policy that cannot decide; it is recorded as `policy_exception` and never opens anything. */
export class PolicyException extends Error {}

export const passed: PolicyResult = { passing: true, messages: [] };

/** A refusal with its reason. */
export function refused(...messages: string[]): PolicyResult {
  return { passing: false, messages: messages.filter((message) => message !== "") };
}
