import type { Field } from "./field";
import type { RestClient } from "./restClient";
import type { Props, Value } from "./value";

/** A resource as the server describes it after a call. */
export interface Found {
  /** The id that goes into the state. */
  readonly id: string;
  /** Every known property by Pulumi name. */
  readonly state: Readonly<Record<string, Value | undefined>>;
}

/** Planned values: what the program set, defaults, and what the state held for what the server fills in. */
export type Planned = Readonly<Record<string, Value | undefined>>;

/** One resource type: its properties and the calls behind it. `read` answers undefined where the server has it no more. */
export interface ResourceType {
  /** Pulumi's type token, for example `authentik:index/group:Group`. */
  readonly token: string;
  readonly fields: readonly Field[];
  create(client: RestClient, planned: Planned): Promise<Found>;
  read(client: RestClient, id: string, state: Props): Promise<Found | undefined>;
  update(client: RestClient, id: string, planned: Planned, state: Props): Promise<Found>;
  delete(client: RestClient, id: string, state: Props): Promise<void>;
}

/** One function (data source). Absence is told as the real provider tells it: an error, or `{ id: "" }` after a 404. */
export interface FunctionType {
  readonly token: string;
  readonly secrets: ReadonlySet<string>;
  invoke(client: RestClient, args: Props): Promise<Readonly<Record<string, Value | undefined>>>;
}

/** The provider's own arguments. */
export interface Configuration {
  readonly client: RestClient;
  /** Values that must never be part of a message. */
  readonly secretValues: readonly string[];
}

/** One plug-in: everything that differs between authentik and Cloudflare. */
export interface PluginTable {
  /** Package of the tokens: `authentik`, `cloudflare`. */
  readonly packageName: string;
  /** Version of the package. */
  readonly packageVersion: string;
  /** Version of the plug-in that this program stands in for. */
  readonly pluginVersion: string;
  /** What the program calls itself in logs. */
  readonly title: string;
  resource(token: string): ResourceType;
  function(token: string): FunctionType;
  schema(): string;
  /** Accepts or refuses (by an error) the parameter that makes a package of a parameterised plug-in. */
  parameterize(parameter: { readonly value: string } | { readonly args: readonly string[] }): void;
  configFields: readonly Field[];
  /** Builds the client from the provider's arguments; `environment` fills what the program leaves out. */
  configure(args: Props, environment: Readonly<Record<string, string | undefined>>): Promise<Configuration>;
}

/** Thrown by `create` when the object exists but a later step failed: the state keeps it, marked as half made. */
export class HalfMade extends Error {
  constructor(
    readonly found: Found,
    readonly reason: Error,
  ) {
    super(reason.message);
  }
}
