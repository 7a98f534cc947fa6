/**
 * Starts the command line on a machine that may have nothing but Node: checks Node's version, installs the packages
 * of package-lock.json when they are missing or of another lock, then runs `cli/main.ts` through tsx. Of several commands
 * that start at once, one installs and the others wait for it.
 *
 * Uses nothing outside Node itself, since it runs before `npm ci`. Everything it says goes to standard error, so that
 * a command's standard output stays clean. Exit code: the command's own, 2 for a Node that is too old.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { takeInstallLock } from "./installLock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installLock = join(root, ".authentik-sso", "install.lock");
const onTerminal = process.stderr.isTTY === true;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

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

/** One redrawn line on a terminal, a line now and then in a log: `text(seconds)`. Gives the function that ends it. */
function showProgress(text) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  if (!onTerminal) process.stderr.write(`dependencies: ${text()}\n`);
  const ticker = setInterval(
    () =>
      process.stderr.write(
        `${onTerminal ? "\r" : ""}dependencies: ${text()}, ${seconds()} s${onTerminal ? " " : "\n"}`,
      ),
    onTerminal ? 1000 : 15_000,
  );
  return () => {
    clearInterval(ticker);
    if (onTerminal) process.stderr.write("\r\u001b[2K");
    return seconds();
  };
}

/** Runs `npm ci`, and gives the seconds it took. A signal ends npm first, so that no half-dead install stays behind. */
async function installPackages(lock) {
  const npm = process.env.npm_execpath;
  const [command, head] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const child = spawn(command, [...head, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) lock.add(child.pid);
  let stopped;
  const stop = (signal) => {
    stopped = signal;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      said = (said + text).slice(-20_000);
    });
  }
  const endProgress = showProgress(() => "installing the packages of package-lock.json (npm ci)");
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      said += `${error.message}\n`;
      resolve(1);
    });
    child.on("close", resolve);
  });
  const seconds = endProgress();
  for (const signal of SIGNALS) process.off(signal, stop);
  if (stopped) process.exit(128 + constants.signals[stopped]);
  if (code !== 0) {
    process.stderr.write(`${said}\nnpm ci failed. Fix what it says above, then run the same command again.\n`);
    process.exit(1);
  }
  return seconds;
}

/** Installs what is missing, or waits until another command has; says what was done. */
async function provideDependencies() {
  if (!mustInstall()) return "up to date";
  let holder;
  let endWaiting;
  const lock = await takeInstallLock(installLock, (pid) => {
    holder = pid ?? holder;
    endWaiting ??= showProgress(
      () => `another command${holder ? ` (process ${holder})` : ""} installs the packages, waiting for it`,
    );
  });
  const waited = endWaiting?.();
  try {
    if (!mustInstall()) return `installed by another command, waited ${waited ?? 0} s`;
    return `installed in ${await installPackages(lock)} s`;
  } finally {
    lock.release();
  }
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
  for (const signal of SIGNALS) process.on(signal, passOn);
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
const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === "--version" || first === "-V")) {
  // The one answer that needs no package.
  process.stdout.write(`${readJson(join(root, "components", "package.json")).version}\n`);
} else {
  runMain(await provideDependencies());
}
