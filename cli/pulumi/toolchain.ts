/** What the command line needs to know of a Pulumi toolchain; `toolchain/ensureToolchain.ts` provides it. */
import type { Road } from "../stack/road";

/** A CLI with its language host and plugins in place. */
export interface PulumiToolchain {
  readonly road: Road;
  /** PULUMI_HOME: plugins and versions lie here. */
  readonly pulumiHome: string;
  /** Folder of the `pulumi` executable. */
  readonly bin: string;
  readonly version: string;
  /** Variables that every pulumi process needs. */
  readonly env: Readonly<Record<string, string>>;
}
