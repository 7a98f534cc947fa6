import schemaJson from "../../testbed/contract/authentik-provider.schema.json";
import contractJson from "../../testbed/contract/authentik-rest.json";

/** A request field of the contract. */
export interface RequestField {
  readonly type: string;
  readonly send: string;
  readonly tf?: string;
  readonly tf_default?: boolean | number | string;
}

/** A resource of the contract. */
export interface Resource {
  readonly id: { readonly field: string; readonly json_type: string };
  readonly ops: Readonly<Record<string, readonly string[]>>;
  readonly request: Readonly<Record<string, RequestField>>;
  readonly response_required: Readonly<Record<string, string>>;
  readonly not_read_back?: readonly string[];
  readonly tf_sensitive?: readonly string[];
}

interface Model {
  readonly required: Readonly<Record<string, string>>;
}

interface SchemaResource {
  readonly properties: Readonly<Record<string, { readonly type: string }>>;
  readonly inputProperties: Readonly<Record<string, { readonly type: string }>>;
  readonly required?: readonly string[];
  readonly requiredInputs?: readonly string[];
}

/** The contract, typed for tests: an own reading of it, apart from the stand-in's. */
export const contract = contractJson as unknown as {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly data_sources: Readonly<Record<string, { readonly call: { readonly path: string } }>>;
  readonly models: Readonly<Record<string, Model>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly diff_2026_5: {
    readonly changed: Readonly<Record<string, { readonly add?: Readonly<Record<string, RequestField>> }>>;
  };
};

export const schemaResources = schemaJson.resources as unknown as Readonly<Record<string, SchemaResource>>;

/** Kinds with POST, GET, PUT and DELETE. */
export const plainKinds = Object.keys(contract.resources).filter(
  (kind) => !["outpost_provider_attachment", "rbac_permission_role"].includes(kind),
);

/** `provider_proxy` -> `authentik:index/providerProxy:ProviderProxy`. */
export function tokenOf(kind: string): string {
  const name = kind
    .split("_")
    .map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1)))
    .join("");
  return `authentik:index/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
}

/** The request fields of release 2026.5 that the SDK knows, with their Pulumi names. */
export function sentFields(
  kind: string,
): readonly { readonly property: string; readonly sentAs: string; readonly field: RequestField }[] {
  const fields = { ...contract.resources[kind]?.request, ...contract.diff_2026_5.changed[kind]?.add };
  const properties = Object.keys(schemaResources[tokenOf(kind)]?.inputProperties ?? {});
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.entries(fields).flatMap(([sentAs, field]) => {
    const attribute = field.tf ?? sentAs;
    const property =
      properties.find((one) => snake(one) === attribute) ?? properties.find((one) => snake(one) === `${attribute}s`);
    return property === undefined ? [] : [{ property, sentAs, field }];
  });
}

/** A value of a contract type that is neither null nor empty. */
export function sampleOf(type: string, salt = 0): unknown {
  const plain = type.replace(/\|null$/, "");
  const element = /^list<(.+)>$/.exec(plain)?.[1];
  if (element !== undefined)
    return element.startsWith("obj:RedirectURI") ? [redirect(salt)] : [sampleOf(element, salt)];
  if (plain.startsWith("enum:")) {
    const values = contract.enums[plain.slice(5)] ?? [];
    return values[salt % Math.max(1, values.length)] ?? "authorization_code";
  }
  if (plain.startsWith("obj:")) return sampleModel(plain.slice(4));
  if (plain === "int") return 7 + salt;
  if (plain === "float") return 1.5 + salt;
  if (plain === "bool") return salt % 2 === 0;
  if (plain === "datetime") return `2027-01-0${1 + salt}T00:00:00Z`;
  if (plain === "json object") return { key: `value${salt}` };
  return `text-${salt}`;
}

/** A complete object of a model. */
export function sampleModel(name: string): Record<string, unknown> {
  const { required } = contract.models[name] ?? { required: {} };
  return Object.fromEntries(Object.entries(required).map(([field, type]) => [field, sampleAnswer(type)]));
}

/** A value of a response type: null or empty where that is allowed. */
export function sampleAnswer(type: string): unknown {
  if (type.endsWith("|null")) return null;
  if (type.startsWith("list<")) return [];
  return sampleOf(type);
}

function redirect(salt: number): Record<string, string> {
  return { matching_mode: "strict", url: `https://app${salt}.example.com/callback` };
}
