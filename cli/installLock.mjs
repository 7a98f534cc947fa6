/**
 * One `npm ci` at a time in a checkout: two first commands would delete each other's node_modules.
 *
 * Uses nothing outside Node itself, since it runs before `npm ci`. The lock is a file that names its holder, who
 * touches it every few seconds. It is stale when its processes are gone, or when nobody touches it any more: process
 * ids come again after a restart, and those of another machine (a checkout on a share) say nothing here.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const BEAT_MS = 5_000;
const POLL_MS = 500;
/** Looks without a beat after which the holder counts as gone; counted, so that neither clocks nor a sleeping laptop matter. */
const PATIENCE = 120;

/** The file's text and last beat; nothing where it is gone. */
function look(file) {
  try {
    const text = readFileSync(file, "utf8");
    return { text, beat: statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** What the holder wrote; nothing while it is still writing. */
function holderOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Takes exactly this stale lock away, not one that somebody else has made in its place meanwhile. */
function removeStale(file, text) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (readFileSync(aside, "utf8") === text) rmSync(aside);
  else renameSync(aside, file);
}

/**
 * Waits for the lock and takes it.
 *
 * @param file path of the lock; its folder is made, for its owner only
 * @param onWait called at each look at a lock that somebody holds, with the holder's process id where it is known
 * @returns `add(pid)`: the lock holds also while that process lives; `release()`
 */
export async function takeInstallLock(file, onWait, { pollMs = POLL_MS, patience = PATIENCE, beatMs = BEAT_MS } = {}) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const own = { id: randomUUID(), host: hostname(), pids: [process.pid] };
  let seen = "";
  let unchanged = 0;
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(own), { flag: "wx", mode: 0o600 });
      return held(file, own, beatMs);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const there = look(file);
    if (!there) continue;
    const mark = `${there.beat} ${there.text}`;
    unchanged = mark === seen ? unchanged + 1 : 0;
    seen = mark;
    const holder = holderOf(there.text);
    const isGone = holder?.host === own.host && !holder.pids.some(isAlive);
    if (isGone || unchanged >= patience) {
      removeStale(file, there.text);
      continue;
    }
    onWait(holder?.pids[0]);
    await sleep(pollMs);
  }
}

function held(file, own, beatMs) {
  const isOwn = () => holderOf(look(file)?.text ?? "")?.id === own.id;
  const beat = setInterval(() => {
    if (isOwn()) utimesSync(file, new Date(), new Date());
  }, beatMs);
  beat.unref();
  const release = () => {
    clearInterval(beat);
    process.off("exit", release);
    if (isOwn()) rmSync(file, { force: true });
  };
  process.on("exit", release);
  const add = (pid) => {
    own.pids.push(pid);
    if (!isOwn()) return;
    writeFileSync(`${file}.${process.pid}.new`, JSON.stringify(own), { mode: 0o600 });
    renameSync(`${file}.${process.pid}.new`, file);
  };
  return { add, release };
}
