import schemaJson from "../../contract/authentik-provider.schema.json";
import contractJson from "../../contract/authentik-rest.json";

/** One request field of a resource, as `testbed/contract/authentik-rest.json` describes it. */
export interface ContractField {
  readonly type: string;
  readonly send: string;
  readonly tf?: string;
  readonly tf_default?: boolean | number | string;
}

/** Types by field name: `str`, `int|null`, `list<obj:Stage>`, `enum:ProxyMode`. */
export type FieldTypes = Readonly<Record<string, string>>;

/** One resource of the contract. Only what the stand-in reads is listed. */
interface ContractResource {
  readonly id: { readonly field?: string };
  readonly ops: Readonly<Record<string, string | readonly string[]>>;
  readonly request: Readonly<Record<string, ContractField>>;
  readonly response_required?: FieldTypes;
  readonly response_optional?: FieldTypes;
  readonly null_fails_for?: readonly string[];
  readonly read_back_renamed?: Readonly<Record<string, string>>;
  readonly not_read_back?: readonly string[];
  readonly tf_computed_only?: readonly string[];
  readonly tf_sensitive?: readonly string[];
  readonly tf_diff_suppress?: Readonly<Record<string, string>>;
  readonly tf_force_new?: readonly string[];
}

/** One data source of the contract. */
interface ContractFunction {
  readonly call: { readonly path: string };
}

/** A nested object of an answer. */
interface ContractModel {
  readonly required: FieldTypes;
  readonly optional: FieldTypes;
}

interface Contract {
  readonly resources: Readonly<Record<string, ContractResource>>;
  readonly data_sources: Readonly<Record<string, ContractFunction>>;
  readonly models: Readonly<Record<string, ContractModel>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly diff_2026_5: {
    readonly changed: Readonly<Record<string, { readonly add?: Readonly<Record<string, ContractField>> } & object>>;
    readonly enums: Readonly<Record<string, string>>;
  };
}

/** A property of the package schema. */
export interface SchemaProperty {
  readonly type?: string;
  readonly secret?: boolean;
  readonly items?: { readonly type?: string };
}

/** A resource or function of the package schema. Only what the stand-in reads is listed. */
export interface PackageSchema {
  readonly version: string;
  readonly parameterization: {
    readonly baseProvider: { readonly name: string; readonly version: string };
    /** Base64 of the JSON text that names the Terraform provider. */
    readonly parameter: string;
  };
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly properties: Readonly<Record<string, SchemaProperty>>;
        readonly required?: readonly string[];
        readonly inputProperties: Readonly<Record<string, SchemaProperty>>;
        readonly requiredInputs?: readonly string[];
      }
    >
  >;
  readonly functions: Readonly<
    Record<string, { readonly outputs: { readonly properties: Readonly<Record<string, SchemaProperty>> } }>
  >;
}

/** The REST facts, recorded with provider 2026.2. */
export const contract = contractJson as unknown as Contract;

/** The package schema that the SDK was generated from (provider 2026.5.0). */
export const schema = schemaJson as unknown as PackageSchema;

/** The request fields of a resource in provider 2026.5: the recorded ones and what that release added. */
export function requestFields(kind: string): Readonly<Record<string, ContractField>> {
  return { ...contract.resources[kind]?.request, ...contract.diff_2026_5.changed[kind]?.add };
}

/** The values of an enumeration in release 2026.5, or undefined where the contract does not list it. */
export function enumValues(name: string): readonly string[] | undefined {
  const added = Object.values(contract.diff_2026_5.changed)
    .map((change) => (change as Readonly<Record<string, unknown>>)[name])
    .find((values): values is string[] => Array.isArray(values));
  const recorded = contract.enums[name] ?? added;
  const change = contract.diff_2026_5.enums[name];
  if (recorded === undefined || change === undefined) return recorded;
  const part = (sign: "+" | "-") =>
    change.split(";").flatMap((text) => (text.trim().startsWith(`${sign} `) ? text.trim().slice(2).split(", ") : []));
  const gone = new Set(part("-"));
  return [...recorded.filter((value) => !gone.has(value)), ...part("+")];
}
