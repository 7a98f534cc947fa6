import type { Field, FieldType, Send } from "../engine/field";
import type { Value } from "../engine/value";
import { type ContractField, contract, enumValues, requestFields, type SchemaProperty, schema } from "./contract";
import { camelCase, isNamed, resourceToken } from "./names";

/**
 * The fields of one resource kind: names and types from the package schema, everything about the REST wire from the
 * contract. Request fields that the schema does not know (two stages of 2026.5) are not part of the SDK and not sent.
 *
 * @throws Error where a property of the schema has no counterpart in the contract
 */
export function fieldsOf(kind: string): readonly Field[] {
  const resource = schema.resources[resourceToken(kind)];
  if (resource === undefined) throw new Error(`the package schema has no ${resourceToken(kind)}`);
  const attributes = attributesOf(kind);
  return Object.entries(resource.properties).map(([property, shape]): Field => {
    const isInput = property in resource.inputProperties;
    const required = isRequired(property, resource);
    if (property === idProperty(kind)) return idField(property);
    const attribute = attributes.find((one) => isNamed(property, one.name));
    if (attribute === undefined) throw new Error(`the contract has no field for ${kind}.${property}`);
    const { request } = attribute;
    const computedOnly = !isInput || attribute.computedOnly;
    const optionalComputed = !required && (resource.required?.includes(property) ?? false);
    return {
      name: property,
      ...typeOf(shape, request),
      ...(request === undefined ? {} : { sentAs: attribute.wire }),
      send: request === undefined ? "never" : sendRule(request.send),
      ...(attribute.readAs === undefined ? {} : { readAs: attribute.readAs }),
      ...(request?.tf_default === undefined ? {} : { default: request.tf_default as Value }),
      ...allowedOf(request),
      ...suppression(kind, attribute.name),
      ...exceptions(kind, attribute.name),
      required,
      computed: computedOnly ? "only" : optionalComputed ? "optional" : "no",
      secret: shape.secret === true || sensitive(kind, attribute.name),
      forceNew: contract.resources[kind]?.tf_force_new?.includes(attribute.name) ?? false,
    };
  });
}

/** Terraform's own `id` attribute, which Pulumi renames because `id` is taken: `groupId`, `providerProxyId`. */
export function idProperty(kind: string): string {
  return `${camelCase(kind)}Id`;
}

interface Attribute {
  /** Terraform's name. */
  readonly name: string;
  /** Name in the request body. */
  readonly wire: string;
  readonly request?: ContractField;
  readonly readAs?: string;
  readonly computedOnly: boolean;
}

function attributesOf(kind: string): readonly Attribute[] {
  const facts = contract.resources[kind];
  if (facts === undefined) throw new Error(`the contract has no resource ${kind}`);
  const lost = new Set(facts.not_read_back ?? []);
  const sent = Object.entries(requestFields(kind)).map(([wire, request]): Attribute => {
    const name = (request.tf ?? wire).split(" ", 1)[0] ?? wire;
    return { name, wire, request, ...(lost.has(name) ? {} : { readAs: wire }), computedOnly: false };
  });
  const names = new Set(sent.map((attribute) => attribute.name));
  const computed = (facts.tf_computed_only ?? []).map(
    (name): Attribute => ({ name, wire: name, readAs: facts.read_back_renamed?.[name] ?? name, computedOnly: true }),
  );
  const others = [...lost, ...(facts.tf_force_new ?? [])]
    .filter((name) => !names.has(name))
    .map((name): Attribute => ({ name, wire: name, computedOnly: false }));
  return [...sent, ...computed, ...others];
}

function isRequired(property: string, resource: { required?: readonly string[]; requiredInputs?: readonly string[] }) {
  // The bridge takes `name` out of the required inputs because it can make one up.
  return (
    (resource.requiredInputs?.includes(property) ?? false) ||
    (property === "name" && (resource.required?.includes(property) ?? false))
  );
}

function typeOf(shape: SchemaProperty, request?: ContractField): { type: FieldType; element?: "string" | "integer" } {
  if (shape.type === "array") {
    if (shape.items?.type === "object") return { type: "maps" };
    return { type: "list", element: shape.items?.type === "number" ? "integer" : "string" };
  }
  if (shape.type === "boolean") return { type: "boolean" };
  if (shape.type === "number") return { type: request?.type === "float" ? "number" : "integer" };
  return { type: request?.type === "json object" ? "json" : "string" };
}

function sendRule(rule: string): Send {
  if (rule === "always" || rule === "nonzero" || rule === "nullable" || rule === "empty") return rule;
  if (rule.startsWith("only when non-empty")) return "nonzero";
  throw new Error(`unknown send rule "${rule}"`);
}

function allowedOf(request?: ContractField): { allowed?: readonly string[] } {
  const name = /enum:(\w+)/.exec(request?.type ?? "")?.[1];
  const allowed = name === undefined ? undefined : enumValues(name);
  return allowed === undefined ? {} : { allowed };
}

function suppression(kind: string, attribute: string): { suppress?: "json" | "expression" } {
  const rule = contract.resources[kind]?.tf_diff_suppress?.[attribute];
  if (rule === undefined) return {};
  return { suppress: rule === "DiffSuppressJSON" ? "json" : "expression" };
}

function sensitive(kind: string, attribute: string): boolean {
  return contract.resources[kind]?.tf_sensitive?.includes(attribute) ?? false;
}

function exceptions(kind: string, attribute: string): Partial<Field> {
  // The default scopes that the server adds are ignored until the program lists some itself.
  if (kind === "provider_proxy" && attribute === "property_mappings") return { readOnlyWhenSet: true };
  // The provider merges this one list by a wrong key, so the server's order stays.
  if (kind === "group" && attribute === "roles") return { keepsServerOrder: true };
  return {};
}

function idField(name: string): Field {
  return { name, type: "string", send: "never", required: false, computed: "only", secret: false, forceNew: false };
}
