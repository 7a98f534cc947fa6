/** `oracle`: the routing model against the real Traefik, on generated fleets. */
import { readFileSync } from "node:fs";
import Table from "cli-table3";
import { campaign } from "../../testbed/oracle/campaign";
import type { Fleet } from "../../testbed/oracle/fleet/model";
import { EFFECTS } from "../../testbed/oracle/judge/effects";
import type { Tally } from "../../testbed/oracle/tally";
import { EXIT, errorText, UserError } from "../errors";
import { runSteps } from "../steps";
import { printJson, say, type Terminal } from "../terminal";

export interface OracleOptions {
  readonly fleets: number;
  readonly seed: number;
  /** File with one fleet, as it was printed. */
  readonly fleet?: string;
  readonly json: boolean;
}

/** Above this percentage the model is too careful to be of use. */
const MOST_CAUTIOUS_PERCENT = 3;

/** Runs the comparison; exit code 1 when the model missed something, or is too careful. */
export async function oracle(terminal: Terminal, options: OracleOptions): Promise<number> {
  const { fleets, seed, json } = options;
  const only = options.fleet === undefined ? undefined : readFleet(options.fleet);
  let tally: Tally | undefined;
  await runSteps(
    [
      {
        title: only
          ? "One fleet through the real Traefik"
          : `${fleets} fleets of seed ${seed} through the real Traefik`,
        run: async (progress) => {
          tally = await campaign({ fleets, seed, progress, ...(only && { only }) });
          return { text: `${tally.probes} requests` };
        },
      },
    ],
    terminal,
  );
  if (!tally) throw new Error("the oracle gave no result");
  const failed = tally.dangers.length > 0 || tally.cautiousPercent >= MOST_CAUTIOUS_PERCENT;
  if (json) printJson(terminal, document(tally, options));
  else print(terminal, tally);
  return failed ? EXIT.failed : EXIT.ok;
}

function readFleet(file: string): Fleet {
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as Fleet | { readonly fleet: Fleet };
    return "fleet" in value ? value.fleet : value;
  } catch (error) {
    throw new UserError({
      what: `${file} is no fleet: ${errorText(error)}`,
      allowed: "a fleet as the oracle prints it, or a file of tests/oracle/corpus",
    });
  }
}

/** What `--json` prints. */
function document(tally: Tally, { seed }: OracleOptions) {
  return {
    seed,
    fleets: tally.fleets,
    requests: tally.probes,
    services: tally.services,
    protected: tally.protectedOfAll,
    dangerous: tally.dangers,
    cautious: {
      protected: tally.protectedOfSound,
      count: tally.cautious,
      percent: tally.cautiousPercent,
      classes: [...tally.cautions.values()],
      ofMutatedFleets: tally.cautiousOfMutated,
    },
    hits: Object.fromEntries(tally.hits),
    reported: Object.fromEntries(tally.reported),
    lesserEffectsWithoutFinding: Object.fromEntries(tally.silent),
    soundFleetsServedOtherwise: tally.faults,
  };
}

function print(terminal: Terminal, tally: Tally): void {
  const { colors } = terminal;
  const hits = new Table({
    head: ["invariant", "reported", "shown by Traefik"],
    style: { head: [], border: [], compact: true },
  });
  for (const [id, shown] of tally.hits) {
    hits.push([id, tally.reported.get(id) ?? 0, shown === 0 ? colors.red("0") : String(shown)]);
  }
  say(terminal, hits.toString());
  const share = Math.round((100 * tally.protectedOfAll) / Math.max(1, tally.services));
  say(
    terminal,
    `${tally.fleets} fleets (${tally.sound} sound), ${tally.services} services, ${share} % of them truly behind the login.`,
  );
  for (const { name, why, count, example } of tally.cautions.values()) {
    say(terminal, `  cautious, ${count} times (fleet ${example}): ${name}. ${why}`);
  }
  const percent = tally.cautiousPercent.toFixed(2);
  say(
    terminal,
    `Cautious: ${tally.cautious} of ${tally.protectedOfSound} protected services of sound fleets, ${percent} %.`,
  );
  for (const [kind, { count, example }] of tally.silent) {
    say(terminal, `  without a finding, ${count} times (fleet ${example}): ${EFFECTS[kind]}`);
  }
  for (const { index, effect, container } of tally.faults.slice(0, 5)) {
    say(
      terminal,
      colors.yellow(`  sound fleet ${index} served otherwise than meant: ${container}, ${EFFECTS[effect]}`),
    );
  }
  for (const { index, mutations, disagreement, smallest } of tally.dangers.slice(0, 20)) {
    const { level, effect, container, probe } = disagreement;
    const where = probe ? ` (${probe.entryPoint}, ${probe.method} ${probe.host}${probe.path})` : "";
    const said = level === "reach" ? "the model says that it cannot be reached so" : "no invariant is reported broken";
    say(
      terminal,
      colors.red(
        `  DANGEROUS, fleet ${index} [${mutations.join(", ")}]: ${container}: ${EFFECTS[effect]}${where}; ${said}.`,
      ),
    );
    if (smallest) say(terminal, JSON.stringify(smallest));
  }
  const dangers = `Dangerous: ${tally.dangers.length}.`;
  say(terminal, tally.dangers.length === 0 ? colors.green(dangers) : colors.red(dangers));
}
