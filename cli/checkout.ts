/**
 * Where things lie in a checkout: the program, and the git-ignored folder that holds what `up` keeps for itself.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "./errors";
import { parseYaml } from "./yamlText";

/** Paths of one stack in one checkout; all absolute. */
export interface Checkout {
  readonly root: string;
  /** Project name of Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** `.authentik-sso`: git-ignored, never shared. */
  readonly workFolder: string;
  /** Local file backend. */
  readonly stateFolder: string;
  readonly passphraseFile: string;
  /** The stack's committed configuration. */
  readonly configFile: string;
  /** The copy that pulumi reads and writes, so that the committed file stays as it is. */
  readonly workingConfigFile: string;
  /** Which plugins made the stack: `official` or `built`. */
  readonly roadFile: string;
  readonly policyPack: string;
  /** Levels and approved exclusions of the pack for this stack; committed, and need not be there. */
  readonly policyConfigFile: string;
}

/** Pulumi accepts these characters in the name of a stack. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** Opens the checkout at `root` (default: the one this file lies in) for one stack. */
export function openCheckout(stack: string, root: string = resolve(__dirname, "..")): Checkout {
  if (!STACK_NAME.test(stack)) {
    throw new UserError({
      what: `The stack name "${stack}" cannot be used.`,
      allowed: "letters, digits, dot, underscore and hyphen, at most 100",
      fix: "name another one with --stack; a fully qualified name belongs to plain pulumi",
    });
  }
  const workFolder = join(root, ".authentik-sso");
  return {
    root,
    project: projectName(root),
    stack,
    workFolder,
    stateFolder: join(workFolder, "state"),
    passphraseFile: join(workFolder, "passphrase"),
    configFile: join(root, `Pulumi.${stack}.yaml`),
    workingConfigFile: join(workFolder, `Pulumi.${stack}.yaml`),
    roadFile: join(workFolder, `${stack}.road`),
    policyPack: join(root, "policies"),
    policyConfigFile: join(root, `policies.${stack}.json`),
  };
}

function projectName(root: string): string {
  const file = join(root, "Pulumi.yaml");
  if (!existsSync(file)) {
    throw new UserError({
      what: `There is no Pulumi.yaml in ${root}.`,
      fix: "run this inside a clone of the repository",
    });
  }
  const name: unknown = (parseYaml(readFileSync(file, "utf8"), file) as { name?: unknown } | null)?.name;
  if (typeof name !== "string" || name === "") {
    throw new UserError({ what: `${file} names no project.`, allowed: "a top-level `name:`" });
  }
  return name;
}
