import { redact } from "../engine/messages";
import type { Configuration, PluginTable, ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import type { Props } from "../engine/value";

/** One running plug-in process: its table and, once the engine has configured it, its client. */
export class Plugin {
  private configuration: Configuration | undefined;

  constructor(
    readonly table: PluginTable,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

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

  /** Ends calls under way. */
  cancel(): void {
    this.configuration?.client.close();
  }

  /** The resource type of a URN. */
  resourceOf(urn: string): ResourceType {
    return this.table.resource(typeOf(urn));
  }

  /** A text without the provider's own secrets. */
  clean(text: string): string {
    return redact(text, this.secretValues);
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
