/**
 * authentik's events as rows of the audit trail. Pure. An action that is not known is kept, with whatever of its
 * context is plain and not secret: a trail that drops what is new is no trail.
 *
 * Source of the fields: authentik 2026.5 `authentik/events/models.py`, `signals.py` and the published schema 2026.5.6.
 */
import { clean, type Fields, fieldsOf, text, utc } from "./fields";
import { isSecretName } from "./redact";
import type { AuditRow, Outcome } from "./row";

/** Name of our part in the context of an event that this command line wrote. */
const OWN = "authentik_sso";

/** What each action means; what is not here is `info`. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  login: "allowed",
  authorize_application: "allowed",
  login_failed: "failed",
  suspicious_request: "denied",
  policy_exception: "failed",
  property_mapping_exception: "failed",
  system_task_exception: "failed",
  system_exception: "failed",
  configuration_error: "failed",
};

/** One event as a row. */
export function eventRow(event: Fields): AuditRow {
  const context = fieldsOf(event.context);
  const action = text(event.action);
  if (text(event.app) === OWN && OWN in context) return ownRow(fieldsOf(context[OWN]), event);
  return {
    time: utc(text(event.created)),
    who: clean(whoOf(action, event, context)),
    what: clean(action),
    service: clean(serviceOf(context)),
    from: clean(text(event.client_ip)),
    outcome: outcomeOf(action, context),
    detail: detailOf(action, event, context),
  };
}

/** An event that this command line wrote; its own time counts, for it may have been written later. */
function ownRow(own: Fields, event: Fields): AuditRow {
  const what = text(own.what);
  return {
    time: utc(text(own.at) || text(event.created)),
    who: clean(text(own.by)),
    what: clean(what),
    service: clean(text(own.service)),
    from: clean(text(own.from)),
    outcome: what === "break_glass_opened" ? "allowed" : "info",
    detail: clean(text(own.detail)),
  };
}

function outcomeOf(action: string, context: Fields): Outcome {
  if (action === "policy_execution") {
    const passing = fieldsOf(context.result).passing;
    if (typeof passing === "boolean") return passing ? "allowed" : "denied";
  }
  return OUTCOMES[action] ?? "info";
}

/** A failed login has nobody who acted: the name that was tried stands in the context. */
function whoOf(action: string, event: Fields, context: Fields): string {
  const user = fieldsOf(event.user);
  const tried = text(context.username);
  return action === "login_failed" && tried !== "" ? tried : text(user.username);
}

function serviceOf(context: Fields): string {
  const application = fieldsOf(context.authorized_application ?? context.application ?? fieldsOf(context.request).obj);
  return text(application.slug) || text(application.name);
}

function detailOf(action: string, event: Fields, context: Fields): string {
  const behalf = text(fieldsOf(fieldsOf(event.user).on_behalf_of).username);
  const parts = behalf === "" ? [] : [`acting as ${behalf}`];
  const model = fieldsOf(context.model);
  if (action.startsWith("model_") && Object.keys(model).length > 0) {
    parts.push(`${text(model.model_name)} ${quoted(text(model.name))}`.trim());
  } else if (action === "login") {
    parts.push(text(context.auth_method) && `by ${text(context.auth_method)}`);
  } else if (action === "authorize_application") {
    parts.push(text(context.scopes) && `scopes ${text(context.scopes)}`);
  } else if (action === "policy_execution") {
    parts.push(...policyParts(context));
  } else if (action === "password_set" || action.startsWith("impersonation_")) {
    parts.push(text(fieldsOf(context.user).username) && `of ${text(fieldsOf(context.user).username)}`);
  } else {
    parts.push(text(context.message), ...plainFields(context));
  }
  return clean(parts.filter((part) => part !== "").join("; "));
}

/** What was judged and how it ended, and what the policy said to the user. */
function policyParts(context: Fields): string[] {
  const { passing, messages } = fieldsOf(context.result);
  const { name, model_name: model } = fieldsOf(fieldsOf(context.request).obj);
  const what = model === "application" ? `access to ${text(name)}` : `${text(model)} ${quoted(text(name))}`.trim();
  const end = typeof passing === "boolean" ? (passing ? "allowed" : "denied") : "judged";
  const said = Array.isArray(messages) ? messages.map(text).filter((message) => message !== "") : [];
  return [`${what} ${end} by a policy`.trim(), ...said];
}

/** What of a context is plain: names and values, one level deep, without what may be secret or says nothing. */
function plainFields(context: Fields): string[] {
  return Object.entries(context).flatMap(([name, value]) => {
    if (isSecretName(name) || ["message", "http_request", "username"].includes(name)) return [];
    if (["string", "number", "boolean"].includes(typeof value)) return [`${name}=${String(value)}`];
    const inner = text(fieldsOf(value).name) || text(fieldsOf(value).username);
    return inner === "" ? [] : [`${name}=${inner}`];
  });
}

function quoted(name: string): string {
  return name === "" ? "" : `"${name}"`;
}
