/** `npm run bench:policies`: what the policy pack costs, beside a pack that only reads, an empty one, and awsguard. */
import { buildPack, installPeers, type PackName, packFolder } from "./packs/packs";
import { engineFigures } from "./policies/engine";
import { type Analysis, analyze, awsguardPack, controlPack, type InProcessPack, ownPack } from "./policies/inProcess";
import { type PackProcess, runPack } from "./policies/packProcess";
import { awsFleet, dockerFleet, type Requests, requestsFor } from "./policies/requests";
import { type Bar, bar } from "./support/bar";
import { machine } from "./support/machine";
import { benchCommand, counts, type SharedOptions } from "./support/options";
import { print, progress } from "./support/output";
import { median, round } from "./support/statistics";

const HELP = `
What is compared, round by round so that load falls on all:
  authentik-sso   the pack, on its own server
  control         the same pack without its rules, on the policy SDK's server: the same properties are read
  empty           a compiled pack without policies
  awsguard        @pulumi/awsguard with all rules, over as many AWS resources as there are services

Three ways: in this process by the functions of the servers; as a process asked over gRPC, as the engine does it; and by
pulumi preview with each pack and without one.`;

interface Options extends SharedOptions {
  readonly engine: readonly number[];
  readonly process: boolean;
  readonly awsguard: boolean;
}

/** Figures of one pack at one size. */
interface Figure {
  readonly services: number;
  readonly pack: string;
  readonly resources: number;
  /** Time on the wall: what the bars compare. */
  readonly wallMs: number;
  readonly cpuMs: number;
  /** On the wall. */
  readonly msPerService: number;
  readonly violations: number;
}

interface ProcessFigure {
  readonly services: number;
  readonly pack: string;
  readonly startMs: number;
  readonly analysisMs: number | undefined;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

async function main(): Promise<void> {
  const options = benchCommand("bench:policies", "Times the policy pack, side by side in one run.", {
    services: [35, 350, 3500],
    repeat: 5,
  })
    .option(
      "--engine <numbers>",
      "how many services to preview on the real engine; an empty text is none",
      counts,
      [35, 350],
    )
    .option("--no-process", "leave out the packs as processes")
    .option("--no-awsguard", "leave @pulumi/awsguard out (it is downloaded once, about 40 MB)")
    .addHelpText("after", HELP)
    .parse()
    .opts<Options>();
  const where = machine();
  const names: PackName[] = ["authentik-sso", "control", "empty", ...(options.awsguard ? (["awsguard"] as const) : [])];
  if (options.awsguard) await installPeers(progress);
  for (const name of names) await buildPack(name);
  const inProcess = await measureInProcess(options);
  const processes = options.process ? await measureProcesses(names, options) : [];
  const engine = await engineFigures(options.engine, options.repeat);
  const bars = barsOf(inProcess, processes, options);
  print(
    {
      tables: [
        {
          title: `Analysis in process, medians of ${options.repeat}`,
          columns: ["services", "pack", "resources", "wall ms", "CPU ms", "wall ms per service"],
          rows: inProcess.map(({ services, pack, resources, wallMs, cpuMs, msPerService }) => [
            services,
            pack,
            resources,
            wallMs,
            cpuMs,
            msPerService,
          ]),
        },
        {
          title: `As a process over gRPC, medians of ${options.repeat}`,
          columns: ["services", "pack", "start ms", "analysis ms", "CPU s", "peak MB"],
          rows: processes.map((figure) => [
            figure.services,
            figure.pack,
            figure.startMs,
            figure.analysisMs ?? "",
            figure.cpuSeconds,
            figure.peakMb,
          ]),
        },
        {
          title: `pulumi preview, medians of ${options.repeat}`,
          columns: ["services", "pack", "s", "s more than without", "CPU s", "pack MB"],
          rows: engine.map((figure) => [
            figure.services,
            figure.pack,
            figure.wallSeconds,
            figure.extraSeconds,
            figure.cpuSeconds,
            figure.packMb ?? "",
          ]),
        },
      ],
      bars,
      charts: {
        analysis: {
          title: "Analysis in process",
          unit: "ms per service, less is better",
          series: [...new Set(inProcess.map(({ pack }) => pack))],
          groups: options.services.map((services) => ({
            name: `${services} services`,
            figures: inProcess.filter((one) => one.services === services).map(({ msPerService }) => msPerService),
          })),
        },
      },
      json: { machine: where, repeat: options.repeat, inProcess, processes, engine },
    },
    { json: options.json, save: options.save ? "policies" : undefined },
  );
}

async function measureInProcess({ services, repeat, awsguard }: Options): Promise<Figure[]> {
  const docker = (count: number, round: number) => requestsFor(dockerFleet(count, round));
  const aws = (count: number, round: number) => requestsFor(awsFleet(count, round));
  const sides: { name: string; pack: InProcessPack; requests(services: number, round: number): Requests }[] = [
    { name: "authentik-sso", pack: await ownPack(), requests: docker },
    { name: "control", pack: await controlPack(), requests: docker },
  ];
  if (awsguard) sides.push({ name: "awsguard", pack: awsguardPack(), requests: aws });
  progress("in process: warming up");
  for (const { pack, requests } of sides) for (let i = 0; i < 3; i += 1) await analyze(pack, requests(50, 9000 + i));
  const figures: Figure[] = [];
  for (const count of services) {
    const prepared = sides.map((side) => ({ ...side, found: [] as Analysis[], resources: 0 }));
    for (let round = 1; round <= repeat; round += 1) {
      for (const side of prepared) {
        const requests = side.requests(count, round);
        side.resources = requests.resources.length;
        // What the one before left behind must not be collected at the cost of the next.
        globalThis.gc?.();
        side.found.push(await analyze(side.pack, requests));
      }
      progress(`in process: ${count} services, round ${round} of ${repeat}`);
    }
    for (const { name, resources, found } of prepared) {
      const wallMs = median(found.map(({ milliseconds }) => milliseconds));
      figures.push({
        services: count,
        pack: name,
        resources,
        wallMs: round(wallMs, 1),
        cpuMs: round(median(found.map(({ cpuMilliseconds }) => cpuMilliseconds)), 1),
        msPerService: round(wallMs / count, 3),
        violations: found[0]?.violations ?? 0,
      });
    }
  }
  return figures;
}

async function measureProcesses(names: readonly PackName[], { services, repeat }: Options): Promise<ProcessFigure[]> {
  const figures: ProcessFigure[] = [];
  for (const count of services) {
    const docker = requestsFor(dockerFleet(count));
    const aws = requestsFor(awsFleet(count));
    const found = new Map<PackName, PackProcess[]>(names.map((name) => [name, []]));
    for (let round = 1; round <= repeat; round += 1) {
      for (const name of names)
        found.get(name)?.push(await runPack(packFolder(name), name === "awsguard" ? aws : docker));
      progress(`process: ${count} services, round ${round} of ${repeat}`);
    }
    for (const [pack, runs] of found) {
      figures.push({
        services: count,
        pack,
        startMs: round(median(runs.map(({ startMs }) => startMs)), 0),
        analysisMs: round(median(runs.map(({ analysisMs }) => analysisMs ?? 0)), 0),
        cpuSeconds: round(median(runs.map(({ cpuSeconds }) => cpuSeconds))),
        peakMb: round(median(runs.map(({ peakMb }) => peakMb)), 0),
      });
    }
  }
  return figures;
}

/** The bars of the project for this benchmark, as far as the run has their figures. */
function barsOf(inProcess: readonly Figure[], processes: readonly ProcessFigure[], options: Options): Bar[] {
  const figure = (services: number, pack: string) =>
    inProcess.find((one) => one.services === services && one.pack === pack);
  const of = (services: number, pack: string) => figure(services, pack)?.wallMs;
  const bars: Bar[] = [];
  const most = Math.max(...options.services);
  const [own, control, guard] = [figure(most, "authentik-sso"), figure(most, "control"), figure(most, "awsguard")];
  if (own && control) bars.push(bar(`${most} services: pack beside the control`, own.wallMs / control.wallMs, 1.5));
  if (own && guard) {
    const perResource = own.wallMs / own.resources / (guard.wallMs / guard.resources);
    bars.push(bar(`${most} services: pack beside awsguard, per resource`, perResource, 1));
  }
  const [small, large] = [of(350, "authentik-sso"), of(3500, "authentik-sso")];
  if (large !== undefined) bars.push(bar("3,500 services: pack in process, ms", large, 600));
  if (small !== undefined && large !== undefined)
    bars.push(bar("growth from 350 to 3,500 services", large / small, 11));
  const start = (pack: string) => median(processes.filter((one) => one.pack === pack).map(({ startMs }) => startMs));
  if (processes.length > 0) {
    bars.push(bar("start of the pack beside an empty one", start("authentik-sso") / start("empty"), 1.5));
  }
  return bars;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exitCode = 1;
});
