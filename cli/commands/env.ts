/**
 * `env`: what the user's own shell needs for plain `pulumi preview`, `up`, `stack output` …
 */
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { EXIT } from "../errors";
import { pulumiEnvironment } from "../pulumi/workspace";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { findBackend } from "../stack/backend";
import { printJson, type Terminal } from "../terminal";

/** Variables that tie a shell to one stack. */
const STACK_BOUND = [
  "PULUMI_OPTION_STACK",
  "PULUMI_OPTION_CONFIG_FILE",
  "PULUMI_OPTION_POLICY_PACK",
  "PULUMI_OPTION_POLICY_PACK_CONFIG",
] as const;

/** A shell's environment as assignments; `undefined` takes a variable away. */
export type ShellEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The environment for plain pulumi.
 *
 * @param toolchainOnly leave stack, backend and configuration to the user: for stacks of their own
 */
export function shellEnvironment(
  context: SetupContext,
  dockerHost: string | undefined,
  toolchainOnly: boolean,
  env: NodeJS.ProcessEnv = process.env,
): ShellEnvironment {
  const { checkout } = context.options;
  const { toolchain } = context;
  const path = ownPath(env).filter((folder) => folder !== toolchain.bin);
  const tools: Record<string, string | undefined> = {
    ...toolchain.env,
    PATH: [toolchain.bin, ...path].join(delimiter),
    PULUMI_HOME: toolchain.pulumiHome,
    ...(dockerHost ? { DOCKER_HOST: dockerHost } : {}),
  };
  if (toolchainOnly) return { ...tools, ...Object.fromEntries(STACK_BOUND.map((name) => [name, undefined])) };
  const backend = findBackend(checkout, toolchain, env);
  const { PULUMI_CONFIG_PASSPHRASE: _text, ...rest } = pulumiEnvironment({ checkout, toolchain, backend });
  return {
    ...rest,
    ...tools,
    PULUMI_OPTION_STACK: checkout.stack,
    PULUMI_OPTION_POLICY_PACK: checkout.policyPack,
    PULUMI_OPTION_POLICY_PACK_CONFIG: existsSync(checkout.policyConfigFile) ? checkout.policyConfigFile : undefined,
    // Pulumi reads the text before the file; one left over from other work would be the wrong one.
    ...(backend.kind === "own" ? { PULUMI_CONFIG_PASSPHRASE: undefined } : {}),
  };
}

/** PATH without what npm (npx, npm run) put in front of it for the time of one command. */
function ownPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(delimiter);
  if (!env.npm_execpath) return folders;
  const first = folders.findIndex((folder) => !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/.test(folder));
  return first < 0 ? [] : folders.slice(first);
}

/** The assignments for sh, bash and zsh. */
export function shellScript(environment: ShellEnvironment): string {
  return Object.entries(environment)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quote(value)}`))
    .join("\n");
}

function quote(value: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Prints the environment; nothing else goes to standard output. */
export async function env(
  context: SetupContext,
  terminal: Terminal,
  options: { readonly json: boolean; readonly toolchain: boolean; readonly dockerHost: string | undefined },
): Promise<number> {
  await makeReady(context, { engine: false });
  const environment = shellEnvironment(context, options.dockerHost, options.toolchain);
  if (options.json) printJson(terminal, environment);
  else terminal.out.write(`${shellScript(environment)}\n`);
  return EXIT.ok;
}
