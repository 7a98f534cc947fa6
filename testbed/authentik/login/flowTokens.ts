import { randomBytes, randomUUID } from "node:crypto";
import type { DoubleContext } from "../context";
import type { FlowPlan } from "./plan";

/** Query parameter of a link that brings a flow back. */
export const TOKEN_PARAMETER = "flow_token";

/** A flow that waits for somebody to open a link. */
interface FlowTokenRow {
  /** The secret in the link. */
  pk: string;
  identifier: string;
  user: number;
  flow: string;
  plan: FlowPlan;
  /** RFC 3339. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    flow_token: FlowTokenRow;
  }
}

/** Puts a plan aside for whoever has the token. @param seconds how long it is worth anything */
export async function issueFlowToken(
  { store, clock }: DoubleContext,
  plan: FlowPlan,
  user: number,
  seconds: number,
): Promise<{ key: string; expires: string }> {
  const key = randomBytes(45).toString("base64url");
  const expires = new Date(clock().getTime() + seconds * 1000).toISOString();
  const row = { pk: key, identifier: `ak-email-stage-${randomUUID()}`, user, flow: plan.flow, plan, expires };
  await store.put("flow_token", key, row);
  return { key, expires };
}

/** The plan of a token, which is gone with that; undefined for one that is unknown, used, over, or of another flow. */
export async function takeFlowToken(
  { store, clock }: DoubleContext,
  key: string,
  flow: string,
): Promise<FlowPlan | undefined> {
  const row = await store.get("flow_token", key);
  if (row?.flow !== flow) return undefined;
  const taken = await store.remove("flow_token", key);
  if (!taken || Date.parse(taken.expires) <= clock().getTime()) return undefined;
  return { ...taken.plan, pendingUser: taken.user, restored: true };
}
