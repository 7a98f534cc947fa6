/**
 * Starts the command line on a machine that may have nothing but Node: checks Node's version, installs the packages
 * of package-lock.json when they are missing or of another lock, then runs `cli/main.ts` through tsx.
 *
 * Uses nothing outside Node itself, since it runs before `npm ci`. Everything it says goes to standard error, so that
 * a command's standard output stays clean. Exit code: the command's own, 2 for a Node that is too old.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const onTerminal = process.stderr.isTTY === true;

/** `[major, minor, patch]` of a version text such as `>=20.18.1`. */
function versionParts(text) {
  return (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}

function isOlder(have, need) {
  for (let i = 0; i < 3; i += 1) {
    if ((have[i] ?? 0) !== (need[i] ?? 0)) return (have[i] ?? 0) < (need[i] ?? 0);
  }
  return false;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Whether node_modules lacks something that the lock names.
 *
 * npm keeps its own copy of the lock of what it installed. A newer package-lock.json alone says little (a checkout
 * touches it), so then the two are compared; packages for other platforms are optional and may be absent.
 */
function mustInstall() {
  const lockFile = join(root, "package-lock.json");
  const installedFile = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return true;
  if (statSync(lockFile).mtimeMs <= statSync(installedFile).mtimeMs) return false;
  const installed = readJson(installedFile).packages;
  return Object.entries(readJson(lockFile).packages).some(([path, wanted]) => {
    if (!path.startsWith("node_modules/") || wanted.link) return false;
    const found = installed[path];
    if (!found) return !wanted.optional;
    if (found.version !== wanted.version) return true;
    return Boolean(found.integrity && wanted.integrity) && found.integrity !== wanted.integrity;
  });
}

/** Runs `npm ci`, with one line of progress, and gives the seconds it took. */
async function installPackages() {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const npm = process.env.npm_execpath;
  const [command, head] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const child = spawn(command, [...head, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      said = (said + text).slice(-20_000);
    });
  }
  process.stderr.write(onTerminal ? "" : "dependencies: installing the packages of package-lock.json (npm ci)\n");
  const ticker = setInterval(
    () => {
      process.stderr.write(
        onTerminal ? `\rdependencies: npm ci, ${seconds()} s ` : `dependencies: npm ci, ${seconds()} s\n`,
      );
    },
    onTerminal ? 1000 : 15_000,
  );
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      said += `${error.message}\n`;
      resolve(1);
    });
    child.on("close", resolve);
  });
  clearInterval(ticker);
  if (onTerminal) process.stderr.write("\r\u001b[2K");
  if (code !== 0) {
    process.stderr.write(`${said}\nnpm ci failed. Fix what it says above, then run the same command again.\n`);
    process.exit(1);
  }
  return seconds();
}

/** Runs the command line itself and ends as it ends. */
function runMain(dependencies) {
  const tsx = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const child = spawn(process.execPath, ["--import", tsx, join(root, "cli", "main.ts"), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, AUTHENTIK_SSO_DEPENDENCIES: dependencies },
  });
  // On a terminal Ctrl-C reaches the whole process group by itself; passing it on too would make it two, and the
  // second one stops a running update hard.
  const passOn = (signal) => {
    if (signal === "SIGINT" && (process.stdin.isTTY || process.stdout.isTTY)) return;
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn);
  child.on("error", (error) => {
    process.stderr.write(`Cannot start Node: ${error.message}\n`);
    process.exit(1);
  });
  child.on("close", (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
  });
}

const needed = readJson(join(root, "package.json")).engines.node;
if (isOlder(versionParts(process.versions.node), versionParts(needed))) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: Node ${needed} is needed.\n` +
      "Install a current Node (https://nodejs.org, or `nvm install` in this folder), then run the same command again.\n",
  );
  process.exit(2);
}
runMain(mustInstall() ? `installed in ${await installPackages()} s` : "up to date");
