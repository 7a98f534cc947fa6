import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";

/** What the generation needs. */
export interface GenerateOptions {
  /** The `pulumi` executable, with its Node language host beside it. */
  readonly pulumiBin: string;
  /** Variables for the executable, for example PULUMI_HOME. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Only compare with what is in the repository, and fail on a difference. */
  readonly check: boolean;
  /** Receives one line per step. */
  readonly report: (line: string) => void;
}

const root = join(__dirname, "..");
const schema = join(root, "testbed", "contract", "authentik-provider.schema.json");
const sdk = join(__dirname, "authentik");
/** Made by npm, not by the generator. */
const local: ReadonlySet<string> = new Set(["bin", "node_modules"]);

/**
 * Generates `sdks/authentik` with Pulumi's own generator from the committed package schema. The schema carries the
 * parameterization, so the package names the official plug-in and the registry address of goauthentik/authentik.
 *
 * @throws Error that lists the files that differ (`check`), or with the generator's own words
 */
export async function generateSdk({ pulumiBin, env, check, report }: GenerateOptions): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), "authentik-sdk-"));
  try {
    report(`generating the authentik SDK from ${relative(root, schema)}`);
    const args = ["package", "gen-sdk", schema, "--language", "nodejs", "--local", "--out", out];
    await promisify(execFile)(pulumiBin, args, {
      cwd: out,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: 16 * 1024 * 1024,
    }).catch((error: Error & { stderr?: string }) => {
      throw new Error(`the SDK generator failed: ${error.stderr?.trim() || error.message}`);
    });
    const generated = join(out, "nodejs");
    const differing = await differences(generated, sdk);
    if (differing.length === 0) return report("sdks/authentik is up to date");
    if (check) {
      throw new Error(
        `sdks/authentik differs from what the generator makes in ${differing.length} files (${differing.slice(0, 5).join(", ")}); run: npm run sdk`,
      );
    }
    for (const name of await readdir(sdk)) if (!local.has(name)) await rm(join(sdk, name), { recursive: true });
    await cp(generated, sdk, { recursive: true });
    report(`sdks/authentik: ${differing.length} files changed; run npm install to compile it`);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function differences(left: string, right: string): Promise<readonly string[]> {
  const names = [...new Set([...(await filesOf(left)), ...(await filesOf(right))])].sort();
  const differing: string[] = [];
  for (const name of names) {
    const [a, b] = await Promise.all([left, right].map((folder) => readFile(join(folder, name)).catch(() => undefined)));
    if (a === undefined || b === undefined || !a.equals(b)) differing.push(name);
  }
  return differing;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !local.has(name.split("/")[0] ?? ""));
}
