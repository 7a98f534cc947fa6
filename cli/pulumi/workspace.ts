/**
 * The stack as the Automation API sees it: the program in the checkout, the toolchain's CLI, the backend in use and
 * the working copy of the configuration.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { Toolchain } from "../../toolchain/ensureToolchain";
import type { Checkout } from "../checkout";
import { EXIT, UserError } from "../errors";
import { runProcess } from "../process";
import type { Backend } from "../stack/backend";
import { keepEncryption } from "../stack/stackConfig";

/** A stack that can be previewed, updated, exported. */
export interface OpenStack {
  readonly stack: Stack;
  /** Runs a pulumi command that the Automation API does not have; gives its standard output. */
  pulumi(...args: string[]): Promise<string>;
  /** `--config-file` for the operations that take one. */
  readonly configFile: string | undefined;
  /** Whether this call created it. */
  readonly created: boolean;
}

/** What opening needs. */
export interface OpenStackOptions {
  readonly checkout: Checkout;
  readonly toolchain: Toolchain;
  readonly backend: Backend;
  /** More for the environment of pulumi and of the program: DOCKER_HOST. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment in which pulumi must run for this stack. */
export function pulumiEnvironment(options: OpenStackOptions): Record<string, string> {
  const config = workingConfig(options.checkout);
  return {
    ...options.toolchain.env,
    PULUMI_HOME: options.toolchain.pulumiHome,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...options.backend.env,
    ...(config ? { PULUMI_OPTION_CONFIG_FILE: config } : {}),
    ...options.env,
  };
}

/** Opens the stack if it exists. */
export async function openStack(options: OpenStackOptions): Promise<OpenStack | undefined> {
  const workspace = await openWorkspace(options);
  const known = await workspace.listStacks();
  if (!known.some((stack) => stack.name.split("/").at(-1) === options.checkout.stack)) return undefined;
  return opened(options, await Stack.select(options.checkout.stack, workspace), false);
}

/** Opens the stack and creates it where there is none. */
export async function createOrOpenStack(options: OpenStackOptions): Promise<OpenStack> {
  const there = await openStack(options);
  if (there) return there;
  await initStack(options);
  const workspace = await openWorkspace(options);
  return opened(options, await Stack.select(options.checkout.stack, workspace), true);
}

/** The working copy of the configuration, where there is one. */
function workingConfig(checkout: Checkout): string | undefined {
  return existsSync(checkout.workingConfigFile) ? checkout.workingConfigFile : undefined;
}

async function openWorkspace(options: OpenStackOptions): Promise<LocalWorkspace> {
  const pulumiCommand = await PulumiCommand.get({ root: dirname(options.toolchain.bin), skipVersionCheck: true });
  return LocalWorkspace.create({
    workDir: options.checkout.root,
    pulumiCommand,
    envVars: pulumiEnvironment(options),
  });
}

/**
 * `pulumi stack init` knows no `--config-file` and writes the encryption salt beside Pulumi.yaml. So for a stack of
 * the own backend it runs in a scratch folder, and the salt goes into the working copy.
 */
async function initStack(options: OpenStackOptions): Promise<void> {
  const { checkout } = options;
  if (options.backend.kind === "chosen") {
    await Stack.create(checkout.stack, await openWorkspace(options));
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), "authentik-sso-init-"));
  try {
    copyFileSync(join(checkout.root, "Pulumi.yaml"), join(scratch, "Pulumi.yaml"));
    await runPulumi(options, ["stack", "init", checkout.stack, "--no-select"], scratch);
    keepEncryption(checkout, join(scratch, `Pulumi.${checkout.stack}.yaml`));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function opened(options: OpenStackOptions, stack: Stack, created: boolean): OpenStack {
  return {
    stack,
    created,
    configFile: workingConfig(options.checkout),
    pulumi: (...args) => runPulumi(options, [...args, "--stack", options.checkout.stack]),
  };
}

async function runPulumi(
  options: OpenStackOptions,
  args: readonly string[],
  cwd = options.checkout.root,
): Promise<string> {
  const { bin } = options.toolchain;
  const result = await runProcess(join(bin, "pulumi"), [...args, "--non-interactive"], {
    cwd,
    env: { ...pulumiEnvironment(options), PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
  });
  if (result.code === 0) return result.stdout;
  throw new UserError({ what: `pulumi ${args.join(" ")} failed.\n${result.stderr.trim()}` }, EXIT.failed);
}
