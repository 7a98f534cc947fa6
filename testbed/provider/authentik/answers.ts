import { isProps, type Props, type Value } from "../engine/value";
import { contract, enumValues, type FieldTypes } from "./contract";

/**
 * Holds an answer to the contract as the real provider's decoder does: every required field is there, and enumerations
 * and nested objects that may not be null have a known value. So a double that is wrong fails here too.
 *
 * @throws Error that names the field
 */
export function checkResource(kind: string, answer: Value): Props {
  const facts = contract.resources[kind];
  const object = expectObject(answer, kind);
  checkTypes(facts?.response_required ?? {}, facts?.response_optional ?? {}, object, kind);
  for (const name of facts?.null_fails_for ?? []) {
    // Release 2026.5 allows a rule without a group (diff_2026_5).
    if (kind === "event_rule" && name === "destination_group_obj") continue;
    if (object[name] === null) throw new Error(`the answer for ${kind} has null in "${name}", which must have a value`);
  }
  return object;
}

/** The same for a model of the contract, for example `Outpost`; models that it does not list are only read as objects. */
export function checkModel(model: string, answer: Value): Props {
  const object = expectObject(answer, model);
  const facts = contract.models[model];
  if (facts !== undefined) checkTypes(facts.required, facts.optional, object, model);
  return object;
}

function checkTypes(required: FieldTypes, optional: FieldTypes, object: Props, where: string): void {
  for (const [name, type] of Object.entries(required)) {
    if (!(name in object)) throw new Error(`no value given for required property ${name} (${where})`);
    checkType(type, object[name] ?? null, `${where}.${name}`);
  }
  for (const [name, type] of Object.entries(optional)) {
    if (name in object) checkType(type, object[name] ?? null, `${where}.${name}`);
  }
}

function checkType(type: string, value: Value, where: string): void {
  // The real decoder takes null for every field but ids, enumerations and embedded objects (see null_fails_for).
  if (value === null) return;
  const plain = type.replace(/\|null$/, "");
  const element = /^list<(.+)>$/.exec(plain)?.[1];
  if (element !== undefined) {
    if (!Array.isArray(value)) throw new Error(`${where} must be a list`);
    for (const one of value) checkType(element, one, where);
  } else if (plain.startsWith("enum:")) {
    const allowed = enumValues(plain.slice("enum:".length));
    if (allowed !== undefined && !allowed.includes(String(value))) {
      throw new Error(`${JSON.stringify(value)} is not a valid ${plain.slice("enum:".length)} (${where})`);
    }
  } else if (plain.startsWith("obj:")) {
    checkModel(plain.slice("obj:".length), value);
  } else if (!scalarFits(plain, value)) {
    throw new Error(`${where} must be ${plain}, the answer has ${Array.isArray(value) ? "a list" : typeof value}`);
  }
}

function scalarFits(type: string, value: Value): boolean {
  if (type === "str" || type === "datetime") return typeof value === "string";
  if (type === "int" || type === "float") return typeof value === "number";
  if (type === "bool") return typeof value === "boolean";
  return true;
}

function expectObject(answer: Value, where: string): Props {
  if (!isProps(answer)) throw new Error(`the answer for ${where} is not an object`);
  return answer;
}
