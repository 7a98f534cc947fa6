/** A fleet of any size, from what was recorded of one service. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordedResource } from "./record";
import { serviceNames } from "./services";

let recorded: readonly RecordedResource[] | undefined;

/** What the gate and one service register. Recorded once per process; takes some seconds. */
function oneService(): readonly RecordedResource[] {
  if (recorded) return recorded;
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-bench-"));
  const file = join(folder, "recorded.json");
  try {
    const script = join(__dirname, "record.ts");
    execFileSync(process.execPath, ["--import", "tsx", script, file], { stdio: ["ignore", "ignore", "inherit"] });
    recorded = JSON.parse(readFileSync(file, "utf8")) as RecordedResource[];
    return recorded;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Everything that the gate and `services` services register, in the order in which parents come first.
 *
 * @param prefix what the names of the services begin with
 */
export function fleet(services: number, prefix?: string): readonly RecordedResource[] {
  const [first = ""] = serviceNames(1);
  const gate = oneService().filter(({ urn }) => !urn.endsWith(`::${first}`));
  const service = JSON.stringify(oneService().filter(({ urn }) => urn.endsWith(`::${first}`)));
  return [
    ...gate,
    ...serviceNames(services, prefix).flatMap(
      (name) => JSON.parse(service.replaceAll(first, name)) as RecordedResource[],
    ),
  ];
}
