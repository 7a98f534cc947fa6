/** What `break-glass open` was asked for, checked before anything is done. Pure. */
import { isAddressRange, isEverybody, isShared, reasonProblem } from "../../components/routing";
import { parsePeriod } from "../audit/period";
import { UserError } from "../errors";

const MINUTE_MS = 60_000;
const SHORTEST_MS = MINUTE_MS;
const LONGEST_MS = 240 * MINUTE_MS;

/** Least length of a prefix: a shorter one is a good part of the internet. */
const LEAST_PREFIX = { 4: 8, 6: 32 } as const;

/** More ranges than this are no emergency but a plan. */
const MOST_RANGES = 8;

/** IPv4 written as IPv6: the whole of IPv4 is one range of it. */
const MAPPED = "::ffff:0:0/96";

/** An opening as it was asked for on the command line. */
export interface OpeningOptions {
  readonly for: string;
  readonly reason: string;
  readonly from: readonly string[];
}

/** A sound opening. */
export interface Opening {
  readonly milliseconds: number;
  readonly reason: string;
  readonly from: readonly string[];
}

/**
 * Checks an opening.
 *
 * @param trustedProxies ranges of proxies in front of Traefik: everybody who comes through one has its address
 * @throws {UserError} naming what was given, what is allowed and what to do
 */
export function checkOpening(options: OpeningOptions, trustedProxies: readonly string[] = []): Opening {
  const milliseconds = parsePeriod(options.for);
  if (milliseconds === undefined || milliseconds < SHORTEST_MS || milliseconds > LONGEST_MS) {
    throw new UserError({ what: `--for is "${options.for}".`, allowed: "1m to 4h, e.g. 30m or 1h30m" });
  }
  const problem = reasonProblem(options.reason);
  if (problem) {
    throw new UserError({
      what: `The emergency route needs a reason, but ${problem}.`,
      fix: 'write why, e.g. --reason "authentik is down, the backup needs Grafana"',
    });
  }
  const from = [...new Set(options.from.flatMap((value) => value.split(",")).map((value) => value.trim()))];
  if (from.length > MOST_RANGES) {
    throw new UserError({ what: `--from names ${from.length} ranges.`, allowed: `at most ${MOST_RANGES}` });
  }
  for (const range of from) checkRange(range, trustedProxies);
  if (from.length === 0) throw badRange("", "names nobody");
  return { milliseconds, reason: options.reason.trim(), from };
}

function checkRange(range: string, trustedProxies: readonly string[]): void {
  if (!isAddressRange(range)) throw badRange(range, "is no address range");
  if (isEverybody(range)) throw badRange(range, "is everybody", NOT_EVERYBODY);
  if (range.includes(":") && isShared(range, MAPPED)) throw badRange(range, "is IPv4 written as IPv6");
  const family = range.includes(":") ? 6 : 4;
  const prefix = Number(/\/(\d+)$/.exec(range)?.[1] ?? (family === 4 ? 32 : 128));
  if (prefix < LEAST_PREFIX[family]) throw badRange(range, `is wider than /${LEAST_PREFIX[family]}`, NOT_EVERYBODY);
  const proxy = trustedProxies.find((trusted) => isShared(range, trusted));
  if (proxy !== undefined) {
    throw new UserError({
      what: `--from ${range} holds addresses of the trusted proxy ${proxy}: everybody who comes through it would be let in.`,
      fix: "name the addresses of your own network, and reach Traefik without the proxy",
    });
  }
}

const NOT_EVERYBODY =
  "there is no way to open it for everybody; for that, decide it in the program with excluded({ reason })";

function badRange(range: string, why: string, fix?: string): UserError {
  return new UserError({
    what: `--from "${range}" ${why}.`,
    allowed: `an address or a range of your own network, at least /${LEAST_PREFIX[4]} (IPv6 /${LEAST_PREFIX[6]}), e.g. 192.168.1.0/24`,
    ...(fix && { fix }),
  });
}

/** The ranges of trusted proxies in Traefik's flags. */
export function trustedProxiesOf(flags: readonly string[]): string[] {
  return flags.flatMap(
    (flag) => /^--entrypoints\.[^.]+\.forwardedheaders\.trustedips=(.*)$/i.exec(flag)?.[1]?.split(",") ?? [],
  );
}
