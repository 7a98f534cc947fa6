/** Compiles the toolchain's programs from their pinned Go modules. */
import { createWriteStream, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { ToolchainError } from "./errors";
import { findGo } from "./go";
import { run } from "./processes";
import { buildArguments, goPrograms, listArguments } from "./programs";
import { elapsed, Progress } from "./progress";
import type { ToolchainVersions } from "./versions";

/** Lines of a failed build that stand in the error itself. */
const SHOWN_LINES = 15;

/** What to compile, and where. */
export interface CompileOptions {
  /** Folder of go.mod. */
  readonly moduleFolder: string;
  /** Gets the executables; made if it is missing. */
  readonly output: string;
  /** Gets everything that Go says. */
  readonly logFile: string;
  readonly versions: ToolchainVersions;
  readonly report: (line: string) => void;
}

/** How it went. */
export interface Compiled {
  readonly goVersion: string;
  readonly seconds: number;
}

/**
 * Fetches the modules, then builds all programs.
 *
 * @throws {ToolchainError} without a usable Go, or with the last lines of a build that failed
 */
export async function compile(options: CompileOptions): Promise<Compiled> {
  const { moduleFolder, output, logFile, versions, report } = options;
  const go = await findGo(goLine(moduleFolder));
  const programs = goPrograms(versions);
  const log = createWriteStream(logFile);
  const progress = new Progress(report);
  const ask = async (args: readonly string[], onLine: (line: string) => void): Promise<string> => {
    const lines: string[] = [];
    const result = await run(go.command, args, {
      cwd: moduleFolder,
      env: { ...process.env, ...go.env },
      onLine: (line) => {
        log.write(`${line}\n`);
        lines.push(line);
        onLine(line);
      },
    });
    if (result.code === 0) return result.stdout;
    throw buildFailed(`go ${args[0]}`, lines, logFile);
  };

  mkdirSync(output, { recursive: true });
  try {
    let fetched = 0;
    progress.follow(() => `fetching Go modules for Pulumi ${versions.cli} (Go ${go.version}): ${fetched} new`);
    const packages = await ask(listArguments(programs), (line) => {
      if (line.startsWith("go: downloading ")) fetched += 1;
    });
    const total = packages.trim().split("\n").length;
    let compiled = 0;
    progress.follow(() => {
      const ready = readdirSync(output);
      const names = ready.length > 0 ? ` (${ready.join(", ")})` : "";
      return `compiling: package ${compiled} of at most ${total}, ${ready.length} of ${programs.length} programs ready${names}`;
    });
    await ask(buildArguments(programs, output), () => {
      compiled += 1;
    });
  } finally {
    progress.stop();
    log.end();
    await finished(log);
  }
  report(`compiled ${programs.length} programs in ${elapsed(progress.milliseconds)}`);
  return { goVersion: go.version, seconds: Math.round(progress.milliseconds / 1000) };
}

function buildFailed(what: string, lines: readonly string[], logFile: string): ToolchainError {
  const shown = lines.slice(-SHOWN_LINES).map((line) => `  ${line}`);
  return new ToolchainError(
    [`Building Pulumi failed in \`${what}\`:`, ...shown, `Everything that Go said: ${logFile}`].join("\n"),
    adviceFor(lines.join("\n")),
  );
}

/** The commonest reasons have a name in Go's own words. */
function adviceFor(said: string): string {
  if (/no space left on device/.test(said)) {
    return "free some 6 GB; `go clean -cache -modcache` may be run at any time.";
  }
  if (/dial tcp|no such host|i\/o timeout|TLS handshake|connection refused/.test(said)) {
    return "let this machine reach a Go module proxy (https://proxy.golang.org, or set GOPROXY), then run the command again.";
  }
  if (/signal: killed|cannot allocate memory/.test(said)) {
    return "give the build more memory (about 3 GB), or set GOMAXPROCS=1, then run the command again.";
  }
  return "mend what the lines above name, then run the command again; what is compiled already is kept.";
}

function goLine(moduleFolder: string): string {
  const line = /^go (\d+\.\d+(?:\.\d+)?)$/m.exec(readFileSync(join(moduleFolder, "go.mod"), "utf8"));
  if (!line?.[1]) throw new Error(`${moduleFolder}/go.mod has no go line`);
  return line[1];
}
