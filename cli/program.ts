/**
 * Commands and options. What they do lies in `commands/`, loaded only when it is run: `--help` and `env` stay quick.
 */
import { Command, InvalidArgumentError } from "commander";
import packageJson from "../components/package.json";
import { openCheckout } from "./checkout";
import type { Interrupt } from "./interrupt";
import { addOperatingCommands } from "./operatingCommands";
import { type SharedOptions, shared } from "./options";
import { SetupContext } from "./setup/context";
import { openTerminal } from "./terminal";

const HELP_END = `
Exit codes:
  0    done, and everything is as it was asked for
  1    the work failed: a preview (a policy, or a configuration that the program refuses), an update, a service that
       answers otherwise than decided, a test
  2    nothing was tried: wrong usage, a missing tool, a file that cannot be read
  130  stopped by Ctrl-C or SIGTERM; the next \`up\` goes on from there

Environment:
  AUTHENTIK_SSO_OFFLINE=1   as --offline
  DOCKER_HOST               the engine to use (unix, tcp, ssh)
  PULUMI_BACKEND_URL        keep the state there instead of in .authentik-sso/state
  NO_COLOR, CI              no colours; no redrawn lines

Plain pulumi works as well: eval "$(npx authentik-sso env)", then pulumi preview.`;

const ORACLE_HELP = `
Each fleet is a set of labelled containers, sound or with mistakes. The real Traefik 3.7.15 serves it from a stand-in for
the Docker Engine on a unix socket; every way in is asked without a cookie, on loopback addresses only.
  dangerous  Traefik reached an app, and the model excludes that: must be 0
  cautious   Traefik protected a service, and the model would not pass it: below 3 %, by class
Exit code 1 when one of them is not so. The first disagreements are shrunk and printed as fleets for --fleet.`;

/** The whole command line. Each action sets `process.exitCode`. */
export function buildProgram(interrupt: Interrupt): Command {
  const program = new Command("authentik-sso")
    .description("One authentik login in front of every service behind Traefik, brought up by Pulumi.")
    .version(packageJson.version)
    .addHelpText("after", HELP_END)
    .showHelpAfterError("(authentik-sso --help shows the commands)")
    .exitOverride();
  addStackCommands(program, interrupt);
  addShellCommands(program, interrupt);
  addOperatingCommands(program, (options) => contextFor(options, interrupt));
  addReportCommands(program);
  addAssess(program);
  addRepositoryCommands(program, interrupt);
  return program;
}

function addStackCommands(program: Command, interrupt: Interrupt): void {
  shared(program.command("up"), "stack", "offline", "install", "json", "yes")
    .description("bring the stack up: toolchain, engine, images, pulumi up with the policy pack, live check")
    .action(async (options: SharedOptions) => {
      const { up } = await import("./commands/up");
      const json = options.json === true;
      const context = contextFor(options, interrupt);
      process.exitCode = await up(context, openTerminal(json), { json, yes: options.yes === true });
    });
  shared(program.command("down"), "stack", "offline", "json", "yes")
    .description("remove the stack's containers; users, passwords and data stay")
    .option("--data", "remove everything: volumes, networks, state and secrets as well", false)
    .action(async (options: SharedOptions & { data: boolean }) => {
      const { down } = await import("./commands/down");
      const json = options.json === true;
      const terminal = openTerminal(json);
      const context = contextFor({ ...options, install: false }, interrupt);
      process.exitCode = await down(context, terminal, { data: options.data, yes: options.yes === true, json });
    });
  shared(program.command("status"), "stack", "offline", "json")
    .description("what runs, and whether every service answers as decided")
    .action(async (options: SharedOptions) => {
      const json = options.json === true;
      const context = contextFor({ ...options, install: false }, interrupt);
      const { status } = await import("./commands/status");
      process.exitCode = await status(context, openTerminal(json), json);
    });
  shared(program.command("password"), "stack", "offline", "json")
    .description("print the administrator's password, or the first password of a user of the configuration")
    .argument("[user]", "user name; without one the first administrator")
    .action(async (user: string | undefined, options: SharedOptions) => {
      const context = contextFor(options, interrupt);
      const { password } = await import("./commands/password");
      process.exitCode = await password(context, openTerminal(true), { user, json: options.json === true });
    });
}

function addShellCommands(program: Command, interrupt: Interrupt): void {
  shared(program.command("env"), "stack", "offline", "json")
    .description('print what a shell needs for plain pulumi: eval "$(npx authentik-sso env)"')
    .option("--toolchain", "only the tools: stack, backend and configuration are yours", false)
    .action(async (options: SharedOptions & { toolchain: boolean }) => {
      const context = contextFor(options, interrupt);
      const { env } = await import("./commands/env");
      process.exitCode = await env(context, openTerminal(true), {
        json: options.json === true,
        toolchain: options.toolchain,
        dockerHost: process.env.DOCKER_HOST,
      });
    });
}

function addRepositoryCommands(program: Command, interrupt: Interrupt): void {
  shared(program.command("test"), "offline", "install", "json")
    .description("run the tests, with the set-up they need")
    .argument("[parts...]", "run only files whose path contains one of these")
    .option("--no-setup", "neither toolchain nor engine nor images: for unit tests")
    .action(async (parts: string[], options: SharedOptions & { setup: boolean }) => {
      const { test } = await import("./commands/test");
      const json = options.json === true;
      const context = contextFor(options, interrupt);
      process.exitCode = await test(context, openTerminal(json), { only: parts, setup: options.setup, json });
    });
  shared(program.command("mutants"), "json")
    .description("make one fault at a time in the model and list those that no test notices")
    .argument("[ids...]", "only these: ids of invariants, or names that the list shows")
    .addHelpText("after", "\nExit code 1 when a mutant survived, or when the tests fail without any.")
    .action(async (ids: string[], options: SharedOptions) => {
      const { mutants } = await import("./commands/mutants");
      const json = options.json === true;
      process.exitCode = await mutants(interrupt, openTerminal(json), { only: ids, json });
    });
  shared(program.command("oracle"), "json")
    .description("compare the routing model with the real Traefik on generated fleets")
    .option("--fleets <number>", "how many", wholeNumber, 200)
    .option("--seed <number>", "which; the same seed gives the same fleets", wholeNumber, 1)
    .option("--fleet <file>", "one fleet instead, as the oracle printed it")
    .addHelpText("after", ORACLE_HELP)
    .action(async (options: SharedOptions & { fleets: number; seed: number; fleet?: string }) => {
      const { oracle } = await import("./commands/oracle");
      const { fleets, seed, fleet, json = false } = options;
      process.exitCode = await oracle(openTerminal(json), {
        fleets,
        seed,
        json,
        ...(fleet !== undefined && { fleet }),
      });
    });
  shared(program.command("check"), "json")
    .description("format, lint, types, unused code, generated SDK")
    .action(async (options: SharedOptions) => {
      const { check } = await import("./commands/check");
      const json = options.json === true;
      process.exitCode = await check(contextFor(options, interrupt), openTerminal(json), json);
    });
  shared(program.command("sdk"), "offline")
    .description("generate sdks/authentik from the pinned provider schema")
    .option("--check", "only compare with what is there", false)
    .action(async (options: SharedOptions & { check: boolean }) => {
      const context = contextFor(options, interrupt);
      const { sdk } = await import("./commands/sdk");
      process.exitCode = await sdk(context, openTerminal(), options.check);
    });
}

function addReportCommands(program: Command): void {
  shared(program.command("exposure"), "json")
    .description("which running containers are open without a login: docker inspect $(docker ps -q) | … --containers -")
    .requiredOption("--containers <file>", "what docker inspect prints; - reads standard input")
    .addHelpText("after", '\nWith --json: {"exposed": [container names], "excluded": [{container, reason}]}')
    .action(async (options: SharedOptions & { containers: string }) => {
      const { exposure } = await import("./commands/exposure");
      const json = options.json === true;
      process.exitCode = await exposure(openTerminal(json), { containers: options.containers, json });
    });
}

function addAssess(program: Command): void {
  shared(program.command("assess"), "stack", "json")
    .description("for each service the decision that suits it, and why: by its image, from the stack's configuration")
    .option("--containers <file>", "running containers instead: what docker inspect prints; - reads standard input")
    .option("--compose <file>", "the services of a Compose file instead; - reads standard input")
    .addHelpText(
      "after",
      '\nIt advises and changes nothing. With --json: {"services": [{service, image, now, app, mode, why, write, …}]}',
    )
    .action(async (options: SharedOptions & { containers?: string; compose?: string }) => {
      const { assess } = await import("./commands/assess");
      const { containers, compose, json = false } = options;
      process.exitCode = await assess(openTerminal(json), () => openCheckout(options.stack ?? "dev"), {
        json,
        ...(containers !== undefined && { containers }),
        ...(compose !== undefined && { compose }),
      });
    });
}

function contextFor(options: SharedOptions, interrupt: Interrupt): SetupContext {
  return new SetupContext({
    checkout: openCheckout(options.stack ?? "dev"),
    offline: options.offline ?? isSet(process.env.AUTHENTIK_SSO_OFFLINE),
    install: options.install ?? true,
    interrupt,
  });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value.toLowerCase() !== "false";
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}
