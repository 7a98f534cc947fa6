import type { Configuration, PluginTable, ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import type { Props } from "../engine/value";

/** One running plug-in process: its table and, once the engine has configured it, its client. */
export class Plugin {
  /** Where the engine listens, from its handshake; empty before that. */
  engineAddress = "";
  private configuration: Configuration | undefined;

  constructor(
    readonly table: PluginTable,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  /** What the program is, in one line. */
  get description(): string {
    const { title, pluginVersion } = this.table;
    return `The ${title} provider is a stand-in for the official plug-in ${pluginVersion}, made for machines that cannot download it.`;
  }

  /** The provider's arguments from the engine. */
  async configure(args: Props): Promise<void> {
    this.configuration?.client.close();
    this.configuration = await this.table.configure(args, this.environment);
  }

  /** The client, or an error where the engine calls before it has configured the provider. */
  get client(): RestClient {
    if (this.configuration === undefined) throw new Error(`the ${this.table.title} provider is not configured yet`);
    return this.configuration.client;
  }

  /** The provider's own secrets. */
  get secretValues(): readonly string[] {
    return this.configuration?.secretValues ?? [];
  }

  /** Closes the connections. */
  close(): void {
    this.configuration?.client.close();
  }

  /** The resource type of a URN. */
  resourceOf(urn: string): ResourceType {
    return this.table.resource(typeOf(urn));
  }
}

/** The type token in a URN: `urn:pulumi:stack::project::parent$type::name`. */
export function typeOf(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.split("$").at(-1) ?? "";
}

/** The resource's name in a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
