/** The same containers planned by Terraform, with the Docker provider from the very source that Pulumi's wraps. */
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { findExecutable } from "../../toolchain/executable";
import { findGo } from "../../toolchain/go";
import type { Declaration } from "../fleet/declarations";
import type { Cost } from "../support/measure";
import { measure } from "../support/measure";

const TOOLCHAIN = join(__dirname, "..", "..", "toolchain");
const PACKAGE = "github.com/terraform-providers/terraform-provider-docker";

/** Terraform and its Docker provider. */
export interface Terraform {
  readonly command: string;
  readonly version: string;
  /** Folder of the provider's executable. */
  readonly providers: string;
}

/**
 * Finds a Terraform (TERRAFORM_BIN, else PATH) and builds the provider from the module that toolchain/go.mod pins.
 *
 * @returns a text that says why there is none
 */
export async function findTerraform(report: (line: string) => void): Promise<Terraform | string> {
  const command = process.env.TERRAFORM_BIN || findExecutable("terraform", (process.env.PATH ?? "").split(delimiter));
  if (!command) return "no terraform on PATH or in TERRAFORM_BIN";
  try {
    const { stdout } = await promisify(execFile)(command, ["version", "-json"], { env: environment() });
    const version = (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
    return { command, version, providers: await provider(report) };
  } catch (error) {
    return `terraform cannot be used: ${(error as Error).message.split("\n").slice(0, 3).join(" ")}`;
  }
}

/** Folder with the built provider; built once per state of toolchain/go.mod. */
async function provider(report: (line: string) => void): Promise<string> {
  const pinned = new RegExp(`${PACKAGE} => \\S+ (\\S+)`).exec(readFileSync(join(TOOLCHAIN, "go.mod"), "utf8"))?.[1];
  if (pinned === undefined) throw new Error(`toolchain/go.mod pins no ${PACKAGE}`);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "authentik-sso", "bench", pinned);
  const file = join(folder, "terraform-provider-docker");
  if (existsSync(file)) return folder;
  report("building terraform-provider-docker from its Go module (a minute or two)");
  mkdirSync(folder, { recursive: true });
  // Its main package needs a few sums more than the toolchain's own programs: they go into a copy.
  for (const name of ["go.mod", "go.sum"]) copyFileSync(join(TOOLCHAIN, name), join(folder, name));
  const go = await findGo("1.26");
  await promisify(execFile)(
    go.command,
    [
      "build",
      `-modfile=${join(folder, "go.mod")}`,
      "-trimpath",
      "-tags",
      "osusergo,no_compose",
      "-ldflags",
      "-w -s",
      "-o",
      file,
      PACKAGE,
    ],
    { cwd: TOOLCHAIN, env: { ...process.env, ...go.env, GOFLAGS: "-mod=mod" }, maxBuffer: 1e8 },
  );
  return folder;
}

/** Plans `declarations` from nothing. */
export async function plan(terraform: Terraform, declarations: readonly Declaration[]): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(declarations)));
    const config = join(folder, "terraform.rc");
    const overrides = `dev_overrides {\n "kreuzwerker/docker" = ${JSON.stringify(terraform.providers)}\n }\n direct {}`;
    writeFileSync(config, `provider_installation {\n ${overrides}\n}\n`);
    return await measure(terraform.command, ["plan", "-input=false", "-no-color"], {
      cwd: folder,
      env: { ...environment(), TF_CLI_CONFIG_FILE: config },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment() {
  return { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined, TF_IN_AUTOMATION: "1" };
}

/** Names that are not just the Pulumi name in snake case: Pulumi writes lists in the plural. */
const RENAMED: Readonly<Record<string, string>> = {
  envs: "env",
  drops: "drop",
  adds: "add",
  uploads: "upload",
  tests: "test",
};

/** Blocks of the provider's schema that Terraform takes as lists; all else that is an object is a map or one block. */
function configuration(declarations: readonly Declaration[]): object {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { kind, name, inputs } of declarations) {
    const type = `docker_${kind}`;
    resource[type] = { ...resource[type], [name]: converted(inputs) };
  }
  return { terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } }, resource };
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value === "string") return value.replaceAll("${", "$${").replaceAll("%{", "%%{");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [terraformName(key), converted(inner)]));
}

function terraformName(name: string): string {
  return RENAMED[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
