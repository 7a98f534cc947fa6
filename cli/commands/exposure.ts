/** `exposure`: which running containers somebody reaches through Traefik without the login. */
import { exposure as exposureOf } from "../../components/routing";
import { EXIT } from "../errors";
import { inspectedView, parseInspected } from "../exposure/inspected";
import { inputTitle, readInput } from "../inputText";
import { printJson, say, type Terminal } from "../terminal";

/** What `--json` prints. */
export interface ExposureReport {
  /** Names of containers that are open although nobody decided it. */
  readonly exposed: readonly string[];
  /** Containers that are open by decision, with the reason. */
  readonly excluded: readonly { readonly container: string; readonly reason: string }[];
}

/** Judges a `docker inspect` document. */
export function exposureReport(text: string, from: string, today: string): ExposureReport {
  const found = exposureOf(inspectedView(parseInspected(text, from), today));
  return {
    exposed: found.filter(({ reason }) => reason === undefined).map(({ container }) => container.title),
    excluded: found.flatMap(({ container, reason }) =>
      reason === undefined ? [] : [{ container: container.title, reason }],
    ),
  };
}

/** Prints the report; exit code 1 when something is exposed. `-` reads standard input. */
export async function exposure(
  terminal: Terminal,
  options: { readonly containers: string; readonly json: boolean },
  today: string = new Date().toISOString().slice(0, 10),
): Promise<number> {
  const { containers: path } = options;
  const report = exposureReport(await readInput(path), inputTitle(path), today);
  if (options.json) printJson(terminal, report);
  else {
    for (const name of report.exposed) say(terminal, `${terminal.colors.red("exposed")}  ${name}`);
    for (const { container, reason } of report.excluded) say(terminal, `excluded ${container}: ${reason}`);
    if (report.exposed.length === 0) say(terminal, "Nobody reaches a service without the login or an exclusion.");
  }
  return report.exposed.length === 0 ? EXIT.ok : EXIT.failed;
}
