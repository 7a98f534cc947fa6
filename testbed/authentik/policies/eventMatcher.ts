import type { Document } from "../rows";
import { matchesQuery } from "./eventQuery";
import { type PolicyRequest, type PolicyResult, passed, refused } from "./request";

/**
 * An event matcher: every field that is set must fit the event (`authentik/policies/event_matcher/models.py`). It
 * passes nothing that is no event.
 *
 * @throws PolicyException for a query that the double does not read
 */
export function judgeEvent(policy: Document, { event }: PolicyRequest): PolicyResult {
  if (!event) return refused();
  const { action, client_ip, app, model, query } = policy;
  if (isSet(action) && action !== event.action) return refused();
  if (isSet(client_ip) && client_ip !== event.client_ip) return refused();
  if (isSet(app) && !isWithin(event.app, String(app))) return refused();
  const changed = event.context.model as Document | undefined;
  if (isSet(model) && model !== `${String(changed?.app)}.${String(changed?.model_name)}`) return refused();
  return isSet(query) && !matchesQuery(String(query), event) ? refused() : passed;
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

/** The double records the module that made an event; the policy names the app that the module is in. */
function isWithin(module: string, app: string): boolean {
  return module === app || module.startsWith(`${app}.`);
}
