/**
 * What a killed pulumi left half written in its file backend.
 *
 * The backend replaces `<stack>.json` as a whole, after a copy to `<stack>.json.bak` (pulumi 3.259,
 * `pkg/backend/diy/state.go`); a machine that lost power may still come back with an empty one. What it writes in place is
 * the record of metadata beside each file (gocloud.dev `fileblob/attrs.go`): killed meanwhile, pulumi cannot read its own
 * stack any more ("error: EOF"), while it does without a record that is not there at all.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../checkout";
import { isAlive } from "../process";
import { ownStackFile } from "../stack/backend";
import { judgeLock, machineFacts, readLocks } from "./locks";

/** Ending of the records of metadata. */
const RECORD = ".attrs";

/**
 * Takes half written records away, and puts the last whole state back in place of a damaged one. What a lost write would
 * have recorded stands in that one as an operation that has begun, and is mended as such.
 *
 * @param isHeld whether the holder of a lock may still be writing
 * @returns what was done, or nothing when all can be read, or no whole copy is there
 */
export function restoreDamagedState(checkout: Checkout, isHeld: boolean = isWriting(checkout)): string | undefined {
  const file = ownStackFile(checkout);
  const copy = `${file}.bak`;
  if (isHeld) return undefined;
  const removed = removeDamagedRecords(join(checkout.stateFolder, ".pulumi"));
  if (existsSync(file) && !isWhole(file) && existsSync(copy) && isWhole(copy)) {
    copyFileSync(copy, file);
    return "the state was half written when the last update ended; the last whole one is back in place";
  }
  return removed > 0 ? "a record beside the state was half written when pulumi was killed, and was removed" : undefined;
}

/** @returns how many there were */
function removeDamagedRecords(folder: string): number {
  if (!existsSync(folder)) return 0;
  const damaged = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(RECORD))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isWhole(path));
  for (const path of damaged) rmSync(path, { force: true });
  return damaged.length;
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Whether somebody may be about to finish the file. */
function isWriting(checkout: Checkout): boolean {
  const facts = machineFacts(isAlive);
  return readLocks(checkout).some((lock) => judgeLock(lock, facts) !== "stale");
}
