/** `assess`: for each service of a fleet the decision that suits it, and why. */
import { readFileSync } from "node:fs";
import Table from "cli-table3";
import { type Recommendation, recommend } from "../assess/recommend";
import { type AssessedService, servicesOfCompose, servicesOfContainers, servicesOfStack } from "../assess/sources";
import type { Checkout } from "../checkout";
import { EXIT, errorText, UserError } from "../errors";
import { printJson, say, type Terminal } from "../terminal";

/** Where the services come from; none of both: the stack's configuration. */
export interface AssessOptions {
  readonly containers?: string;
  readonly compose?: string;
  readonly json: boolean;
}

/** Prints a recommendation for each service. It advises: exit code 0 whatever it finds. */
export function assess(terminal: Terminal, checkout: () => Checkout, options: AssessOptions): number {
  const found = recommend(services(checkout, options));
  if (options.json) printJson(terminal, { services: found });
  else say(terminal, render(found, terminal));
  return EXIT.ok;
}

function services(checkout: () => Checkout, { containers, compose }: AssessOptions): AssessedService[] {
  if (containers !== undefined && compose !== undefined) {
    throw new UserError({ what: "Both --containers and --compose are given.", fix: "Name one of them." });
  }
  if (containers !== undefined) return servicesOfContainers(readText(containers), titleOf(containers));
  if (compose !== undefined) return servicesOfCompose(readText(compose), titleOf(compose));
  const { configFile } = checkout();
  return servicesOfStack(readText(configFile), configFile);
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

function titleOf(path: string): string {
  return path === "-" ? "Standard input" : path;
}

function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UserError({
      what: `${titleOf(path)} cannot be read: ${errorText(error)}`,
      fix: "Name another stack with --stack, or a file with --containers or --compose.",
    });
  }
}
