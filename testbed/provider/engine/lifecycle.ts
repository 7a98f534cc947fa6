import { type Checked, checkInputs, type NameSource } from "./check";
import { convert } from "./convert";
import { type Difference, diff } from "./diff";
import { equivalent, plan } from "./plan";
import type { Found, HalfMade, Planned, ResourceType } from "./resource";
import type { RestClient } from "./restClient";
import { isZero, type Props, type SecretProps, type Value } from "./value";

/** Properties to write into an answer, with the names of the secret ones. */
export interface Outputs {
  readonly props: Planned;
  readonly secrets: ReadonlySet<string>;
}

/** Check: the inputs that go into the state, or why they are refused. */
export function check(resource: ResourceType, olds: Props, news: Props, name: NameSource): Checked {
  return checkInputs(resource.fields, olds, news, name);
}

/** Diff between the state and the inputs. */
export function difference(resource: ResourceType, state: Props, inputs: Props, ignore: readonly string[]): Difference {
  return diff(resource.fields, state, inputs, ignore);
}

/** What a preview shows for a resource that does not exist yet: known inputs and defaults, the rest unknown. */
export function previewCreate(resource: ResourceType, inputs: SecretProps): Outputs {
  return outputs(resource, plan(resource.fields, inputs.props, undefined), inputs);
}

/** Makes the resource. A half-made one is thrown as `HalfMade` and belongs into the state all the same. */
export async function create(
  resource: ResourceType,
  client: RestClient,
  inputs: SecretProps,
): Promise<Outputs & { readonly id: string }> {
  const found = await resource.create(client, plan(resource.fields, inputs.props, undefined));
  return { id: found.id, ...outputs(resource, found.state, inputs) };
}

/** What a preview shows for a change. */
export function previewUpdate(
  resource: ResourceType,
  inputs: SecretProps,
  state: SecretProps,
  ignore: readonly string[],
): Outputs {
  return outputs(resource, plan(resource.fields, inputs.props, state.props, ignore), inputs, state);
}

/** Changes the resource in place. */
export async function update(
  resource: ResourceType,
  client: RestClient,
  id: string,
  inputs: SecretProps,
  state: SecretProps,
  ignore: readonly string[],
): Promise<Outputs> {
  const planned = plan(resource.fields, inputs.props, state.props, ignore);
  const found = await resource.update(client, id, planned, state.props);
  return outputs(resource, found.state, inputs, state);
}

/** The answer to a read: the live state, and inputs that would reproduce it. */
export interface Live extends Outputs {
  readonly id: string;
  readonly inputs: Outputs;
}

/**
 * Reads the resource; undefined where it is gone. With an empty state this is an import: the inputs are then every
 * property that differs from its default. Otherwise only the inputs that the program gave are brought up to date.
 */
export async function read(
  resource: ResourceType,
  client: RestClient,
  id: string,
  state: SecretProps,
  inputs: SecretProps,
): Promise<Live | undefined> {
  const found = await resource.read(client, id, state.props);
  if (found === undefined) return undefined;
  const imported = Object.keys(state.props).filter((name) => name !== "id").length === 0;
  const live = imported ? importedInputs(resource, found) : refreshedInputs(resource, found, inputs.props);
  const all = outputs(resource, found.state, inputs, state);
  return { id: found.id, ...all, inputs: { props: live, secrets: all.secrets } };
}

/** The state of a half-made resource. */
export function halfMadeOutputs(resource: ResourceType, error: HalfMade, inputs: SecretProps): Outputs {
  return outputs(resource, error.found.state, inputs);
}

function importedInputs(resource: ResourceType, found: Found): Planned {
  const inputs = resource.fields.flatMap((field): [string, Value | undefined][] => {
    const value = found.state[field.name];
    if (field.computed === "only") return [];
    if (!field.required && (isZero(value) || equivalent(field, value, field.default))) return [];
    return [[field.name, value]];
  });
  return { ...Object.fromEntries(inputs), __defaults: [] };
}

function refreshedInputs(resource: ResourceType, found: Found, inputs: Props): Planned {
  const fields = new Map(resource.fields.map((field) => [field.name, field]));
  const fresh = Object.entries(inputs).map(([name, given]): [string, Value | undefined] => {
    const field = fields.get(name);
    if (field === undefined || field.readAs === undefined) return [name, given];
    const live = found.state[name];
    return [name, equivalent(field, live, convert(field, given)) ? given : live];
  });
  return Object.fromEntries(fresh);
}

/** Secret are the schema's secrets, and what was secret in the inputs or in the state before. */
function outputs(resource: ResourceType, props: Planned, ...sources: readonly SecretProps[]): Outputs {
  const secrets = new Set(resource.fields.filter((field) => field.secret).map((field) => field.name));
  for (const source of sources) for (const name of source.secrets) secrets.add(name);
  return { props, secrets };
}
