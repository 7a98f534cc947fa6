/**
 * Where the stack's state lives: a folder of the checkout, unless the user chose a Pulumi backend themselves.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Toolchain } from "../../toolchain/ensureToolchain";
import type { Checkout } from "../checkout";
import { readIfThere, writeWhole } from "../files";
import { parseYaml } from "../yamlText";

/** The backend in use. */
export interface Backend {
  /** `own`: files in `.authentik-sso/state`; `chosen`: the user's, by normal Pulumi means. */
  readonly kind: "own" | "chosen";
  /** As the user would write it; for texts. */
  readonly description: string;
  /** What pulumi must find in its environment to use it; empty for a chosen one. */
  readonly env: Readonly<Record<string, string>>;
}

/** What decides between the two. */
export interface BackendFacts {
  readonly ownUrl: string;
  /** The stack already lives in the own folder. */
  readonly ownHasStack: boolean;
  /** PULUMI_BACKEND_URL. */
  readonly fromEnvironment?: string;
  /** `backend.url` of Pulumi.yaml. */
  readonly fromProject?: string;
  /** `current` of pulumi's credentials.json: where the user is logged in. */
  readonly loggedIn?: string;
}

/**
 * The backend that the user chose, or nothing for the own one.
 *
 * The environment variable wins, as in Pulumi itself. A stack that already lives in the own folder stays there, so
 * that a later `pulumi login` for other work does not make a second stack.
 */
export function chosenBackend(facts: BackendFacts): string | undefined {
  if (facts.fromEnvironment) return facts.fromEnvironment === facts.ownUrl ? undefined : facts.fromEnvironment;
  if (facts.fromProject) return facts.fromProject;
  if (facts.ownHasStack) return undefined;
  return facts.loggedIn && facts.loggedIn !== facts.ownUrl ? facts.loggedIn : undefined;
}

/** Looks at the environment, Pulumi.yaml and the login, and gives the backend. Changes nothing. */
export function findBackend(
  checkout: Checkout,
  toolchain: Pick<Toolchain, "pulumiHome" | "env">,
  env: NodeJS.ProcessEnv = process.env,
): Backend {
  const ownUrl = `file://${checkout.stateFolder}`;
  const fromEnvironment = env.PULUMI_BACKEND_URL;
  const fromProject = projectBackend(checkout);
  const loggedIn = currentLogin(
    env.PULUMI_CREDENTIALS_PATH ?? toolchain.env.PULUMI_CREDENTIALS_PATH ?? toolchain.pulumiHome,
  );
  const chosen = chosenBackend({
    ownUrl,
    ownHasStack: existsSync(ownStackFile(checkout)),
    ...(fromEnvironment ? { fromEnvironment } : {}),
    ...(fromProject ? { fromProject } : {}),
    ...(loggedIn ? { loggedIn } : {}),
  });
  if (chosen !== undefined) return { kind: "chosen", description: chosen, env: { PULUMI_BACKEND_URL: chosen } };
  return {
    kind: "own",
    description: ".authentik-sso/state",
    env: {
      PULUMI_BACKEND_URL: ownUrl,
      PULUMI_CONFIG_PASSPHRASE_FILE: checkout.passphraseFile,
      // Pulumi reads this one first; an empty or foreign value of the user's shell would beat the file.
      ...("PULUMI_CONFIG_PASSPHRASE" in env ? { PULUMI_CONFIG_PASSPHRASE: ownPassphrase(checkout) } : {}),
    },
  };
}

/** The state file of the stack in the own folder (Pulumi's layout of project-scoped stacks). */
export function ownStackFile(checkout: Checkout): string {
  return join(checkout.stateFolder, ".pulumi", "stacks", checkout.project, `${checkout.stack}.json`);
}

/** Names of other stacks in the own folder. */
export function otherStacks(checkout: Checkout): string[] {
  const folder = dirname(ownStackFile(checkout));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((name) => name !== checkout.stack);
}

const README = `What lies here, and what it protects
====================================

passphrase        Encrypts every secret in state/: authentik's bootstrap token and passwords, keys, the local CA.
                  Without it the stack can no longer be changed; with it and state/ anybody can read the secrets.
state/            Pulumi's state of the stacks that \`npm run up\` made.
Pulumi.*.yaml     The configuration that pulumi really reads (committed file + local settings + this machine's images).
*.road            Which plugins made a stack (official or built); the other kind refuses to touch it.

The folder is git-ignored: never commit it, never send it, back it up like a password.
\`npm run down -- --data\` removes the stack and what belongs to it here.
`;

/** Makes the own backend's folder, passphrase and the text that says what they are. Says whether it was new. */
export function prepareOwnBackend(checkout: Checkout): { readonly created: boolean } {
  mkdirSync(checkout.stateFolder, { recursive: true, mode: 0o700 });
  writeWhole(join(checkout.workFolder, "README.txt"), README);
  if (existsSync(checkout.passphraseFile)) return { created: false };
  writeWhole(checkout.passphraseFile, `${randomBytes(32).toString("base64url")}\n`, 0o600);
  return { created: true };
}

function ownPassphrase(checkout: Checkout): string {
  return (readIfThere(checkout.passphraseFile) ?? "").trim();
}

function projectBackend(checkout: Checkout): string | undefined {
  const file = join(checkout.root, "Pulumi.yaml");
  const project = parseYaml(readIfThere(file) ?? "", file) as { backend?: { url?: string } } | null;
  return project?.backend?.url;
}

function currentLogin(pulumiFolder: string): string | undefined {
  const text = readIfThere(join(pulumiFolder, "credentials.json"));
  if (text === undefined) return undefined;
  const current: unknown = (JSON.parse(text) as { current?: unknown }).current;
  return typeof current === "string" && current !== "" ? current : undefined;
}
