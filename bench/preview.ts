/** `npm run bench:preview`: how long a preview takes through the components and the pack, beside programs without. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declarations } from "./fleet/declarations";
import { buildPack, packFolder } from "./packs/packs";
import { BenchStack, ownNodeArguments, toolchainEnvironment } from "./preview/stack";
import { findTerraform, plan } from "./preview/terraform";
import { bar } from "./support/bar";
import { machine } from "./support/machine";
import type { Cost } from "./support/measure";
import { processOf } from "./support/measure";
import { benchCommand, type SharedOptions } from "./support/options";
import { print, progress } from "./support/output";
import { median, round } from "./support/statistics";

const HELP = `
Sides, run one after another in each round so that load falls on all of them:
  pack              gate and services by the components, with the policy pack
  components        the same without the pack
  bare              the same containers, networks and volumes as a plain program, Node's default arguments
  bare, same node   the same program with this project's node arguments
  terraform         the same by terraform plan (TERRAFORM_BIN or PATH), with the same Docker provider source

No Docker Engine is needed: everything is to be created.`;

interface Options extends SharedOptions {
  readonly terraform: boolean;
}

/** One side of the comparison. */
interface Side {
  readonly name: string;
  run(services: number): Promise<Cost>;
  end?(): void;
}

/** Medians of one side at one size. */
interface SideFigures {
  readonly services: number;
  readonly side: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Peak memory of the program's process, of the pack's, and of Terraform or the Pulumi command line. */
  readonly programMb: number | undefined;
  readonly packMb: number | undefined;
  readonly runs: readonly number[];
}

async function main(): Promise<void> {
  const command = benchCommand("bench:preview", "Times previews on the real engine, side by side in one run.", {
    services: [35, 350, 1000],
    repeat: 3,
  })
    .option("--no-terraform", "leave Terraform out")
    .addHelpText("after", HELP)
    .parse();
  const options = command.opts<Options>();
  const where = machine();
  const { sides, notes } = await prepare(options);
  try {
    const figures = await runAll(sides, options);
    report(figures, notes, where, options);
  } finally {
    for (const side of sides) side.end?.();
  }
}

async function prepare(options: Options): Promise<{ sides: Side[]; notes: string[] }> {
  const notes: string[] = [];
  progress("preparing: toolchain, policy pack, declarations");
  const toolchain = await toolchainEnvironment();
  await buildPack("authentik-sso");
  const own = ownNodeArguments();
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-bench-"));
  const components = await BenchStack.create("components", toolchain, own);
  const bare = await BenchStack.create("bare", toolchain, "");
  const bareSameNode = await BenchStack.create("bare", toolchain, own);
  const byComponents = (services: number) => ({ BENCH_SERVICES: String(services) });
  const byDeclarations = (services: number) => {
    const file = join(folder, `${services}.json`);
    writeFileSync(file, JSON.stringify(declarations(services)));
    return { BENCH_DECLARATIONS: file };
  };
  const policyPack = packFolder("authentik-sso");
  const sides: Side[] = [
    {
      name: "pack",
      run: (services) => components.preview({ policyPack, env: byComponents(services) }),
      end: () => components.remove(),
    },
    { name: "components", run: (services) => components.preview({ env: byComponents(services) }) },
    { name: "bare", run: (services) => bare.preview({ env: byDeclarations(services) }), end: () => bare.remove() },
    {
      name: "bare, same node",
      run: (services) => bareSameNode.preview({ env: byDeclarations(services) }),
      end: () => {
        bareSameNode.remove();
        rmSync(folder, { recursive: true, force: true });
      },
    },
  ];
  const terraform = options.terraform ? await findTerraform(progress) : "left out by --no-terraform";
  if (typeof terraform === "string") notes.push(terraform);
  else {
    notes.push(`Terraform ${terraform.version}`);
    sides.push({ name: "terraform", run: (services) => plan(terraform, declarations(services)) });
  }
  return { sides, notes };
}

async function runAll(sides: readonly Side[], { services, repeat }: Options): Promise<SideFigures[]> {
  progress("warming up: each side once with one service");
  for (const side of sides) await side.run(1);
  const figures: SideFigures[] = [];
  for (const count of services) {
    const costs = new Map<string, Cost[]>(sides.map(({ name }) => [name, []]));
    for (let round = 1; round <= repeat; round += 1) {
      for (const side of sides) {
        const cost = await side.run(count);
        costs.get(side.name)?.push(cost);
        progress(`${count} services, round ${round} of ${repeat}, ${side.name}: ${cost.wallSeconds.toFixed(1)} s`);
      }
    }
    figures.push(...sides.map(({ name }) => figuresOf(name, count, costs.get(name) ?? [])));
  }
  return figures;
}

function figuresOf(side: string, services: number, costs: readonly Cost[]): SideFigures {
  const peak = (part: string) => {
    const peaks = costs.flatMap((cost) => processOf(cost, part)?.peakMb ?? []);
    return peaks.length === 0 ? undefined : round(median(peaks), 0);
  };
  return {
    services,
    side,
    wallSeconds: round(median(costs.map(({ wallSeconds }) => wallSeconds))),
    cpuSeconds: round(median(costs.map(({ cpuSeconds }) => cpuSeconds))),
    programMb: peak(side === "terraform" ? "terraform plan" : "cmd/run/"),
    packMb: peak("run-policy-pack"),
    runs: costs.map(({ wallSeconds }) => round(wallSeconds)),
  };
}

function report(figures: readonly SideFigures[], notes: readonly string[], where: object, options: Options): void {
  const of = (services: number, side: string) =>
    figures.find((figure) => figure.services === services && figure.side === side)?.wallSeconds;
  const ratio = (services: number, side: string, to: string) => {
    const [a, b] = [of(services, side), of(services, to)];
    return a === undefined || b === undefined ? undefined : round(a / b);
  };
  const sides = [...new Set(figures.map(({ side }) => side))];
  const rows = figures.map((figure) => [
    figure.services,
    figure.side,
    figure.wallSeconds,
    figure.cpuSeconds,
    figure.programMb ?? "",
    figure.packMb ?? "",
    ratio(figure.services, figure.side, "bare") ?? "",
    ratio(figure.services, figure.side, "bare, same node") ?? "",
    ratio(figure.services, figure.side, "terraform") ?? "",
  ]);
  const at350 = ratio(350, "pack", "bare");
  print(
    {
      tables: [
        {
          title: `Previews, medians of ${options.repeat} (${notes.join("; ")})`,
          columns: [
            "services",
            "side",
            "s",
            "CPU s",
            "program MB",
            "pack MB",
            "x bare",
            "x bare, same node",
            "x terraform",
          ],
          rows,
        },
      ],
      bars: at350 === undefined ? [] : [bar("350 services, pack included, beside the bare program", at350, 0.75)],
      charts: {
        seconds: {
          title: "pulumi preview, everything to be created",
          unit: "seconds, less is better",
          series: sides,
          groups: options.services.map((services) => ({
            name: `${services} services`,
            figures: sides.map((side) => of(services, side)),
          })),
        },
      },
      json: { machine: where, notes, repeat: options.repeat, figures },
    },
    { json: options.json, save: options.save ? "preview" : undefined },
  );
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
