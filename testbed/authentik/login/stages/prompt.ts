import { evaluateList } from "../../policies/engine";
import type { Document } from "../../rows";
import { audit } from "../audit";
import { flowInfo, invalid, type ResponseErrors } from "../challenges";
import { requestOf } from "../policyRequest";
import { type Answers, listOf, pendingUser, type StageHandler, type StageRun } from "./stage";

/** Types that show something and take nothing; their value is the one they were given. */
const FIXED = ["hidden", "static", "text_read_only", "text_area_read_only", "separator"];
const ALERTS = ["alert_info", "alert_warning", "alert_danger"];
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Asks for fields, such as a new password. Two password fields must be the same; then the policies of the stage. */
export const prompt: StageHandler = {
  async enter(run) {
    const fields = (await fieldsOf(run)).map((field) => ({
      field_key: field.field_key,
      label: field.label,
      type: field.type,
      required: field.required === true,
      placeholder: field.placeholder ?? "",
      initial_value: field.initial_value ?? "",
      order: Number(field.order ?? 0),
      sub_text: field.sub_text ?? "",
      choices: null,
    }));
    return { challenge: { ...flowInfo(run.flow, run.brand), component: "ak-stage-prompt", fields } };
  },

  async answer(run, answers) {
    const fields = await fieldsOf(run);
    for (const field of fields) await noteExpressions(run, field);
    const { values, errors } = readAnswers(fields, answers);
    const username = fields.find((field) => field.type === "username");
    if (username && !errors[String(username.field_key)]) {
      const key = String(username.field_key);
      if (await isTaken(run, String(values[key]))) Object.assign(errors, invalid(key, "Username is already taken."));
    }
    if (Object.keys(errors).length > 0) return { errors };
    const passwords = fields
      .filter((field) => field.type === "password")
      .map((field) => values[String(field.field_key)]);
    if (passwords.length === 2 && passwords[0] !== passwords[1]) {
      return { errors: invalid("non_field_errors", "Passwords don't match.") };
    }
    const request = { ...(await requestOf(run)), prompt: values };
    const result = await evaluateList(run.context, listOf(run.stage.row.validation_policies), request);
    if (!result.passing) {
      const messages = result.messages.length === 0 ? ["Invalid input."] : result.messages;
      return { errors: { non_field_errors: messages.map((string) => ({ string, code: "invalid" })) } };
    }
    run.plan.prompt = { ...run.plan.prompt, ...values };
    return "done";
  },
};

async function fieldsOf({ context, stage }: StageRun): Promise<Document[]> {
  const wanted = listOf(stage.row.fields);
  const rows = await context.store.list("stage_prompt_field" as string);
  return rows
    .filter((row) => wanted.includes(String(row.pk)))
    .sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));
}

function readAnswers(fields: readonly Document[], answers: Answers): { values: Document; errors: ResponseErrors } {
  const values: Document = {};
  const errors: ResponseErrors = {};
  for (const field of fields) {
    const key = String(field.field_key);
    const type = String(field.type);
    if (ALERTS.includes(type)) continue;
    if (FIXED.includes(type)) {
      values[key] = field.initial_value ?? "";
      continue;
    }
    const given = answers[key];
    if (type === "checkbox") {
      values[key] = given === "true" || given === "on";
    } else if (given === undefined || given === "") {
      if (field.required === true) Object.assign(errors, invalid(key, "This field is required.", "required"));
      else values[key] = "";
    } else if (type === "email" && !EMAIL.test(given)) {
      Object.assign(errors, invalid(key, "Enter a valid email address."));
    } else if (type === "number" && !/^-?\d+$/.test(given)) {
      Object.assign(errors, invalid(key, "A valid integer is required."));
    } else {
      values[key] = type === "number" ? Number(given) : given;
    }
  }
  return { values, errors };
}

async function isTaken(run: StageRun, name: string): Promise<boolean> {
  const own = await pendingUser(run);
  return (await run.context.store.list("user")).some((user) => user.username === name && user.pk !== own?.pk);
}

/** Python in a field is not run: the text stands for itself, as it does in authentik where the Python fails. */
async function noteExpressions({ context, http }: StageRun, field: Document): Promise<void> {
  for (const part of ["initial_value", "placeholder"]) {
    if (field[`${part}_expression`] !== true) continue;
    await audit(context, http.request, "property_mapping_exception", undefined, {
      message: "authentik double: expressions of prompt fields are not run",
      expression: field[part],
      mapping: field.name,
    });
  }
}
