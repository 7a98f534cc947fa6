/** `assess`: for each service of a fleet the decision that suits it, and why. */
import Table from "cli-table3";
import { type Recommendation, recommend } from "../assess/recommend";
import { type AssessedService, servicesOfCompose, servicesOfContainers, servicesOfStack } from "../assess/sources";
import type { Checkout } from "../checkout";
import { EXIT, UserError } from "../errors";
import { inputTitle, readInput } from "../inputText";
import { printJson, say, type Terminal } from "../terminal";

/** Where the services come from; none of both: the stack's configuration. */
export interface AssessOptions {
  readonly containers?: string;
  readonly compose?: string;
  readonly json: boolean;
}

/** Prints a recommendation for each service. It advises: exit code 0 whatever it finds. */
export async function assess(terminal: Terminal, checkout: () => Checkout, options: AssessOptions): Promise<number> {
  const found = recommend(await services(checkout, options));
  if (options.json) printJson(terminal, { services: found });
  else say(terminal, render(found, terminal));
  return EXIT.ok;
}

async function services(checkout: () => Checkout, { containers, compose }: AssessOptions): Promise<AssessedService[]> {
  if (containers !== undefined && compose !== undefined) {
    throw new UserError({ what: "Both --containers and --compose are given.", fix: "Name one of them." });
  }
  if (containers !== undefined) return servicesOfContainers(await readInput(containers), inputTitle(containers));
  if (compose !== undefined) return servicesOfCompose(await readInput(compose), inputTitle(compose));
  const { configFile } = checkout();
  const fix = "Name another stack with --stack, or a file with --containers or --compose.";
  return servicesOfStack(await readInput(configFile, fix), configFile);
}

function render(found: readonly Recommendation[], { colors, info }: Terminal): string {
  if (found.length === 0) return "There is no service.";
  const width = Math.min(Math.max(info.columns ?? 120, 80), 160);
  const names = Math.min(Math.max(...found.map(({ service }) => service.length), 7) + 2, 32);
  const table = new Table({
    head: ["service", "now", "better", "why"],
    colWidths: [names, 13, 13, Math.max(width - names - 31, 24)],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { service, now = "", mode, why, write } of found) {
    const better = mode === now ? mode : colors.bold(mode);
    table.push([service, now, better, `${why}. Write ${write}`]);
  }
  return [table.toString(), ...found.flatMap(notes)].join("\n");
}

/** What to know before an app logs in through authentik itself. */
function notes({ service, app, accounts, clients, steps }: Recommendation): string[] {
  if (accounts === undefined) return [];
  return [
    "",
    `${service} can log in through authentik itself: oidc({ preset: "${app}" }).`,
    `  Clients:  ${clients}`,
    `  Accounts: ${accounts}`,
    ...(steps ?? []).map((step, index) => `  Step ${index + 1}:   ${step}`),
  ];
}
