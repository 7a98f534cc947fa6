/**
 * A state file that a killed pulumi left half written.
 *
 * Pulumi's file backend copies the state to `<stack>.json.bak` and then writes `<stack>.json` in place
 * (pulumi 3.259, `pkg/backend/diy/state.go`): killed in between, it cannot read its own stack any more ("error: EOF").
 */
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import type { Checkout } from "../checkout";
import { isAlive } from "../process";
import { ownStackFile } from "../stack/backend";
import { judgeLock, machineFacts, readLocks } from "./locks";

/**
 * Puts the last whole state back in place of a damaged one. What the lost write would have recorded stands in it as an
 * operation that has begun, and is mended as such.
 *
 * @param isHeld whether the holder of a lock may still be writing
 * @returns what was done, or nothing when the state can be read, or no whole copy is there
 */
export function restoreDamagedState(checkout: Checkout, isHeld: boolean = isWriting(checkout)): string | undefined {
  const file = ownStackFile(checkout);
  const copy = `${file}.bak`;
  if (isHeld || !existsSync(file) || isWhole(file) || !existsSync(copy) || !isWhole(copy)) return undefined;
  copyFileSync(copy, file);
  return "the state was half written when pulumi was killed; the last whole one is back in place";
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
