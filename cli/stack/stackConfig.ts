/**
 * The working copy of the stack's configuration file.
 *
 * pulumi writes into the file it reads (the encryption salt, `config set`), and a machine that builds its own images
 * has to name them. Neither belongs into the committed `Pulumi.<stack>.yaml`, so `up` hands pulumi a copy in the
 * git-ignored folder (`--config-file`, and PULUMI_OPTION_CONFIG_FILE in the user's own shell).
 */
import { stringify } from "yaml";
import type { Checkout } from "../checkout";
import { UserError } from "../errors";
import { readIfThere, writeWhole } from "../files";
import { parseYaml } from "../yamlText";
import { mergeStackFiles, type StackFile } from "./configMerge";

/** What was merged in the last time; beside the working copy. */
interface Origin {
  /** Fingerprints of the committed values, by key. */
  readonly committed: Readonly<Record<string, string>>;
  readonly overlayKeys: readonly string[];
}

const HEADER = "# Written by authentik-sso: the committed file, local settings and this machine's images in one.\n";

/**
 * Brings the working copy up to date and gives the warnings.
 *
 * @param overlay configuration keys that this machine lays over (`{"authentik-sso:images": {…}}`)
 */
export function writeWorkingConfig(checkout: Checkout, overlay: Readonly<Record<string, unknown>>): readonly string[] {
  const working = readStackFile(checkout.workingConfigFile);
  const before = readOrigin(checkout);
  const merged = mergeStackFiles({
    committed: readStackFile(checkout.configFile) ?? {},
    overlay,
    ...(working ? { working } : {}),
    ...(before ? { committedBefore: before.committed, overlayBefore: before.overlayKeys } : {}),
  });
  writeWhole(checkout.workingConfigFile, HEADER + stringify(merged.file), 0o600);
  const origin: Origin = { committed: merged.committed, overlayKeys: merged.overlayKeys };
  writeWhole(originFile(checkout), `${JSON.stringify(origin)}\n`, 0o600);
  return merged.warnings;
}

/** The configuration that the user gave: the committed file and local settings, without what this machine lays over. */
export function readOwnConfig(checkout: Checkout): Readonly<Record<string, unknown>> {
  const overlaid = readOrigin(checkout)?.overlayKeys ?? [];
  const local = Object.entries(readStackFile(checkout.workingConfigFile)?.config ?? {});
  return {
    ...Object.fromEntries(local.filter(([key]) => !overlaid.includes(key))),
    ...readStackFile(checkout.configFile)?.config,
  };
}

/** Keeps the salt that `pulumi stack init` made in a scratch folder. */
export function keepEncryption(checkout: Checkout, scratchFile: string): void {
  const made = readStackFile(scratchFile) ?? {};
  const working = readStackFile(checkout.workingConfigFile) ?? {};
  const salt = made.encryptionsalt;
  if (salt === undefined) return;
  writeWhole(checkout.workingConfigFile, HEADER + stringify({ ...working, encryptionsalt: salt }), 0o600);
}

function originFile(checkout: Checkout): string {
  return `${checkout.workingConfigFile}.origin.json`;
}

function readOrigin(checkout: Checkout): Origin | undefined {
  const text = readIfThere(originFile(checkout));
  return text === undefined ? undefined : (JSON.parse(text) as Origin);
}

function readStackFile(path: string): StackFile | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const content = parseYaml(text, path) ?? {};
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new UserError({ what: `${path} is not a stack configuration file.`, allowed: "a YAML map with `config:`" });
  }
  return content as StackFile;
}
