import type { CommandResult } from "./command";

/** A stack that plain pulumi runs on. */
interface PulumiStack {
  pulumi(args: readonly string[]): Promise<CommandResult>;
}

/** A resource as the state holds it. */
export interface StateResource {
  readonly urn: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Resources that it was made after. */
  readonly dependencies?: readonly string[];
}

/** A secret of the state, and where it stands. */
export interface StateSecret {
  readonly where: string;
  readonly value: string;
}

/** Shorter texts may stand in a log by chance. */
const SHORTEST_SECRET = 16;

/** What a stack's state and outputs say, its secrets included. */
export class StackState {
  constructor(private readonly stack: PulumiStack) {}

  /** The stack's outputs. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse(await this.said("stack", "output", "--json", "--show-secrets")) as Record<string, unknown>;
  }

  /** The state as it lies on the disk: secrets encrypted. */
  encrypted(): Promise<string> {
    return this.said("stack", "export");
  }

  /** Every resource, secrets as pulumi shows them: `{ plaintext: "<JSON>" }`. */
  async resources(): Promise<readonly StateResource[]> {
    const text = await this.said("stack", "export", "--show-secrets");
    return (JSON.parse(text) as { deployment: { resources: StateResource[] } }).deployment.resources;
  }

  /** Every secret text that is long enough to be told from other text. */
  async secrets(): Promise<readonly StateSecret[]> {
    return (await this.resources()).flatMap((resource) => secretsIn(resource, resource.urn.split("::").at(-1) ?? ""));
  }

  /** Where the secrets are that stand in the state as it lies on the disk, unencrypted; nowhere, in a sound one. */
  async inPlainText(): Promise<readonly string[]> {
    const disk = await this.encrypted();
    const secrets = await this.secrets();
    return secrets.filter(({ value }) => disk.includes(JSON.stringify(value).slice(1, -1))).map(({ where }) => where);
  }

  /** authentik's API token. */
  async bootstrapToken(): Promise<string> {
    const found = (await this.resources()).find(({ urn }) => urn.endsWith("-bootstrap-token"));
    const { plaintext } = (found?.outputs?.result ?? {}) as { plaintext?: string };
    if (plaintext === undefined) throw new Error("the state holds no bootstrap token");
    return JSON.parse(plaintext) as string;
  }

  private async said(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.stack.pulumi(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
}

/** Secrets of a part of the state. Lists and objects that are secret as a whole hold open texts too, and are left out. */
function secretsIn(part: unknown, where: string): StateSecret[] {
  if (typeof part !== "object" || part === null) return [];
  const { plaintext } = part as { plaintext?: unknown };
  if (typeof plaintext === "string") {
    const value = JSON.parse(plaintext) as unknown;
    return typeof value === "string" && value.length >= SHORTEST_SECRET ? [{ where, value }] : [];
  }
  return Object.entries(part).flatMap(([key, inner]) => secretsIn(inner, `${where}.${key}`));
}
