import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import { groupsOf } from "../groups";
import type { Document, PolicyBindingRow } from "../rows";
import { judgeEvent } from "./eventMatcher";
import { evaluateExpression } from "./expression";
import { judgePassword } from "./password";
import { judgeReputation } from "./reputation";
import { PolicyException, type PolicyRequest, type PolicyResult, passed, refused } from "./request";

/** What policies are bound to: an application, a flow, a stage of a flow, a notification rule. */
export interface PolicyTarget {
  pk: string;
  policy_engine_mode?: unknown;
}

export interface EngineOptions {
  /** Overrules the mode of the target. */
  mode?: "all" | "any";
  /** Result where nothing is bound. Default true. */
  emptyResult?: boolean;
}

/**
 * Asks every enabled binding of a target, in order (`authentik/policies/engine.py`): `any` needs one that passes,
 * `all` every one. A policy that cannot decide refuses, negated or not, and leaves a `policy_exception`; one with
 * `execution_logging` leaves a `policy_execution` with its result.
 */
export async function evaluate(
  context: DoubleContext,
  target: PolicyTarget,
  request: PolicyRequest,
  { mode, emptyResult = true }: EngineOptions = {},
): Promise<PolicyResult> {
  const bindings = (await context.store.list("policy_binding"))
    .filter((binding) => binding.target === target.pk && binding.enabled)
    .sort((a, b) => a.order - b.order);
  if (bindings.length === 0) return { passing: emptyResult, messages: [] };
  const results: PolicyResult[] = [];
  for (const binding of bindings) results.push(await askBinding(context, binding, request));
  return combine(results, mode ?? (target.policy_engine_mode === "all" ? "all" : "any"));
}

/** Asks policies that are listed instead of bound: the validation policies of a prompt stage. All must pass. */
export async function evaluateList(
  context: DoubleContext,
  policies: readonly string[],
  request: PolicyRequest,
): Promise<PolicyResult> {
  const results: PolicyResult[] = [];
  for (const policy of policies) results.push(await askPolicy(context, policy, false, request));
  return combine(results, "all");
}

function combine(results: readonly PolicyResult[], mode: "all" | "any"): PolicyResult {
  const passing = mode === "all" ? results.every((result) => result.passing) : results.some((result) => result.passing);
  return { passing, messages: results.flatMap((result) => result.messages) };
}

async function askBinding(
  context: DoubleContext,
  binding: PolicyBindingRow,
  request: PolicyRequest,
): Promise<PolicyResult> {
  if (binding.policy !== null) return askPolicy(context, binding.policy, binding.negate, request);
  const { user } = request;
  const groups = user && binding.group !== null ? groupsOf(user, await context.store.list("group")) : [];
  const matches =
    binding.group !== null
      ? groups.some((group) => group.pk === binding.group)
      : user !== undefined && binding.user === user.pk;
  return matches !== binding.negate ? passed : refused();
}

async function askPolicy(
  context: DoubleContext,
  pk: string,
  negate: boolean,
  request: PolicyRequest,
): Promise<PolicyResult> {
  try {
    const [policy, judged] = await judge(context, pk, request);
    const result = { ...judged, passing: judged.passing !== negate };
    if (policy.execution_logging === true) {
      await record(context, "policy_execution", pk, request, { message: "Policy Execution", result });
    }
    return result;
  } catch (error) {
    if (!(error instanceof PolicyException)) throw error;
    await record(context, "policy_exception", pk, request, { message: error.message });
    return refused(error.message);
  }
}

async function judge(
  context: DoubleContext,
  pk: string,
  request: PolicyRequest,
): Promise<[policy: Document, result: PolicyResult]> {
  const expression = await context.store.get("policy_expression", pk);
  if (expression) {
    const groups = await context.store.list("group");
    const passing = evaluateExpression(String(expression.expression), request.user, groups);
    return [expression, { passing, messages: [] }];
  }
  const password = await context.store.get("policy_password", pk);
  if (password) return [password, judgePassword(password, request)];
  const reputation = await context.store.get("policy_reputation", pk);
  if (reputation) return [reputation, await judgeReputation(context, reputation, request)];
  const matcher = await context.store.get("policy_event_matcher", pk);
  if (matcher) return [matcher, judgeEvent(matcher, request)];
  throw new PolicyException(`authentik double: the policy ${pk} is of a kind that is not stood in for.`);
}

async function record(
  context: DoubleContext,
  action: string,
  policy: string,
  request: PolicyRequest,
  details: Document,
): Promise<void> {
  await recordEvent(context, {
    action,
    app: "authentik.policies.process",
    ...(request.user ? { user: request.user } : {}),
    ...(request.clientIp === undefined ? {} : { clientIp: request.clientIp }),
    context: {
      policy_uuid: policy.replaceAll("-", ""),
      request: { user: request.username, obj: request.obj ?? null },
      ...(request.http ? { http_request: request.http } : {}),
      ...details,
    },
  });
}
