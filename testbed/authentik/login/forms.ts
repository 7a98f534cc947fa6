import { DOUBLE } from "../config";
import { escapeHtml } from "../pages";
import type { Document, FlowRow } from "../rows";
import type { Challenge, ResponseErrors } from "./challenges";
import { ROOT } from "./nextUrl";
import type { Answers } from "./stages/stage";

/** What a form is made from. */
export interface FormView {
  flow: FlowRow;
  challenge: Challenge;
  answers: Answers;
  errors: ResponseErrors;
  /** Where a forgotten password is recovered; empty where nowhere. */
  recoveryUrl: string;
  /** Leaves the flow and begins it anew. */
  cancelUrl: string;
}

/** Title and HTML of the page of a challenge: a form without scripts. */
export function contentOf(view: FormView): [title: string, body: string] {
  const { flow, challenge } = view;
  switch (challenge.component) {
    case "ak-stage-access-denied":
      return [
        "Permission denied",
        `<h1>Permission denied</h1>\n<p role="alert">${escapeHtml(String(challenge.error_message))}</p>\n<p><a href="${ROOT}">Back to the start</a></p>`,
      ];
    case "ak-stage-session-end": {
      const name = escapeHtml(String(challenge.application_name));
      return [
        "Logged out",
        `<h1>Logged out</h1>\n<p>You've logged out of ${name}. You are still logged in to ${DOUBLE}.</p>\n<p><a href="${ROOT}">Go back to overview</a></p>\n<p><a href="${escapeHtml(String(challenge.invalidation_flow_url))}">Log out of ${DOUBLE}</a></p>`,
      ];
    }
    case "ak-stage-identification":
      return [flow.title, nameForm(view)];
    default:
      return [flow.title, form(view, ...partsOf(view))];
  }
}

/** Fields, and the text of the button. */
function partsOf({ challenge }: FormView): [fields: string, button: string] {
  const user = escapeHtml(String(challenge.pending_user ?? ""));
  switch (challenge.component) {
    case "ak-stage-password":
      return [`<p>${user}</p>\n${passwordField}`, "Log in"];
    case "ak-stage-user-login":
      return [
        `<p>${user}</p>\n<p><label><input type="checkbox" name="remember_me" value="true"> Stay signed in</label></p>`,
        "Log in",
      ];
    case "ak-stage-email":
      return ["<p>If the account exists, a mail with a link is on its way. Open the link to go on.</p>", "Send again"];
    case "ak-stage-authenticator-validate":
      return [validateFields(challenge), "Continue"];
    case "ak-stage-authenticator-totp": {
      const url = escapeHtml(String(challenge.config_url));
      return [
        `<p>Add this account to your authenticator app: <a href="${url}">${url}</a></p>\n${codeField}`,
        "Continue",
      ];
    }
    case "ak-stage-authenticator-static": {
      const codes = (challenge.codes as string[]).map((code) => `<li><code>${escapeHtml(code)}</code></li>`);
      return [`<p>Keep these codes. Each works once.</p>\n<ul>\n${codes.join("\n")}\n</ul>`, "Continue"];
    }
    default:
      return [(challenge.fields as Document[]).map(promptField).join("\n"), "Continue"];
  }
}

const passwordField = `<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required></p>`;
const codeField = `<p><label for="code">Code</label><br>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required autofocus></p>`;

function validateFields(challenge: Challenge): string {
  const stages = challenge.configuration_stages as Document[];
  if (stages.length === 0) return codeField;
  const options = stages.map(
    ({ pk, verbose_name }) =>
      `<p><label><input type="radio" name="selected_stage" value="${escapeHtml(String(pk))}" required> ${escapeHtml(String(verbose_name))}</label></p>`,
  );
  return `<p>Choose what to set up.</p>\n${options.join("\n")}`;
}

function promptField(field: Document): string {
  const [key, label, type] = [field.field_key, field.label, field.type].map((text) => escapeHtml(String(text)));
  if (type === "static" || type?.startsWith("alert_"))
    return `<p>${escapeHtml(String(field.initial_value || label))}</p>`;
  if (type === "separator") return "<hr>";
  const html =
    type === "password" ? "password" : type === "email" ? "email" : type === "checkbox" ? "checkbox" : "text";
  const hidden = type === "hidden" ? "hidden" : html;
  const required = field.required === true && hidden !== "checkbox" ? " required" : "";
  const value = escapeHtml(String(field.initial_value ?? ""));
  const filled = html === "password" || html === "checkbox" ? "" : ` value="${value}"`;
  return `<p><label for="${key}">${label}</label><br>\n<input id="${key}" name="${key}" type="${hidden}"${required}${filled}></p>`;
}

function form(view: FormView, fields: string, button: string): string {
  return `<h1>${escapeHtml(view.flow.title)}</h1>
${alertOf(view)}<form method="post">
<input type="hidden" name="component" value="${escapeHtml(view.challenge.component)}">
${fields}
<p><button type="submit">${button}</button></p>
</form>
<p><a href="${escapeHtml(view.cancelUrl)}">Start again</a></p>`;
}

/** Name and, for a login, password together, where authentik's page asks for them one after the other. */
function nameForm(view: FormView): string {
  const { flow, challenge, answers, errors, recoveryUrl } = view;
  const described = Object.keys(errors).length === 0 ? "" : ' aria-invalid="true" aria-describedby="login-error"';
  const together = challenge.password_fields === true || flow.designation === "authentication";
  const secret = together
    ? `\n<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}></p>`
    : "";
  const forgotten =
    recoveryUrl === "" ? "" : `\n<p><a href="${escapeHtml(recoveryUrl)}">Forgot username or password?</a></p>`;
  return `<h1>${escapeHtml(flow.title)}</h1>
${alertOf(view)}<form method="post">
<p><label for="uid_field">Email or username</label><br>
<input id="uid_field" name="uid_field" type="text" autocomplete="username" autocapitalize="none" required autofocus value="${escapeHtml(answers.uid_field ?? "")}"${described}></p>${secret}
<p><button type="submit">${escapeHtml(String(challenge.primary_action))}</button></p>
</form>${forgotten}`;
}

function alertOf({ errors }: FormView): string {
  const texts = Object.values(errors).flatMap((list) => list.map((error) => error.string));
  return texts.length === 0 ? "" : `<p role="alert" id="login-error">${escapeHtml(texts.join(" "))}</p>\n`;
}
