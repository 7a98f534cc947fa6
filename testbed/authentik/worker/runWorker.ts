import type { DoubleConfig } from "../config";
import type { Log } from "../context";

/** The worker role. */
export async function runWorker(_config: DoubleConfig, _log: Log): Promise<void> {}
