/** Rules at random, from all matchers of Traefik v3 and everything between them. */
import type { Dice } from "../dice";
import { AUTH_HOST, type Fleet } from "./model";

/** A rule about the fleet's own hosts and paths, so that it matches now and then. */
export function randomRule(dice: Dice, fleet: Fleet): string {
  return expression(dice, fleet, 3);
}

function expression(dice: Dice, fleet: Fleet, depth: number): string {
  const kind = depth === 0 ? "one" : dice.weighted({ one: 4, and: 4, or: 3, not: 1, brackets: 1 });
  const inner = (): string => expression(dice, fleet, depth - 1);
  const space = dice.pick([" ", " ", "", "\n", "\t"]);
  switch (kind) {
    case "one":
      return matcher(dice, fleet);
    case "and":
      return `${bracketed(dice, inner())} &&${space}${bracketed(dice, inner())}`;
    case "or":
      return `${inner()}${space === "\n" ? " " : space}||${space}${inner()}`;
    case "not":
      return `!${dice.chance(50) ? `(${inner()})` : matcher(dice, fleet)}`;
    case "brackets":
      return `(${inner()})`;
  }
}

function bracketed(dice: Dice, text: string): string {
  return text.includes("||") && dice.chance(80) ? `(${text})` : text;
}

const PATHS = ["/", "/api", "/api/", "/api/health", "/open", "/static", "/outpost.goauthentik.io/", "/secret", "/x"];
const EXPRESSIONS = ["^/api", "/", ".*", "^/(api|open)(/|$)", "health$", "^/[a-z]+$", "(?i)^/API", "secret", "^/\\w+"];

function matcher(dice: Dice, fleet: Fleet): string {
  const host = hostOf(dice, fleet);
  const [label = "", ...rest] = host.split(".");
  const parent = rest.join(".");
  const escaped = host.replaceAll(".", "\\.");
  const path = dice.pick(PATHS);
  const kind = dice.weighted({
    host: 30,
    regexp: 15,
    path: 10,
    prefix: 20,
    pathRegexp: 8,
    method: 6,
    header: 6,
    query: 4,
    ip: 6,
    odd: 2,
  });
  switch (kind) {
    case "host":
      return call(dice, "Host", dice.pick([host, host, host.toUpperCase(), `${host}.`, `*.${parent}`, "*", label]));
    case "regexp":
      return call(
        dice,
        "HostRegexp",
        dice.pick([
          ...[`^${escaped}$`, escaped, `^${host}$`, ".+", `^[a-z0-9-]+\\.${parent.replaceAll(".", "\\.")}$`],
          ...[`^${label}`, `(?i)^${escaped.toUpperCase()}\\.?$`, "^[a-m]", `^(${label}|b)\\.`, `{x:[a-z]+}.${parent}`],
        ]),
      );
    case "path":
      return call(dice, "Path", path);
    case "prefix":
      return call(dice, "PathPrefix", path);
    case "pathRegexp":
      return call(dice, "PathRegexp", dice.pick(EXPRESSIONS));
    case "method":
      return call(dice, "Method", dice.pick(["GET", "POST", "get", "PUT"]));
    case "header":
      return dice.chance(50)
        ? call(dice, "Header", "X-Authentik-Username", dice.pick(["mallory", "alice"]))
        : call(
            dice,
            "HeaderRegexp",
            dice.pick(["Cookie", "x-authentik-uid", "Accept", "Host"]),
            dice.pick([".*", "mal", "^l"]),
          );
    case "query":
      return dice.chance(50) ? call(dice, "Query", "a", "b") : call(dice, "QueryRegexp", "a", ".*");
    case "ip":
      return call(dice, "ClientIP", dice.pick(["127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "::1", "0.0.0.0/0"]));
    case "odd":
      return dice.pick([
        "Host()",
        "HostSNI(`*`)",
        "Hosts(`a`)",
        `Host(\`${host}\`, \`b\`)`,
        "Path(`api`)",
        "Method(`G T`)",
      ]);
  }
}

function hostOf(dice: Dice, fleet: Fleet): string {
  const hosts = fleet.services.flatMap(({ hosts: own }) => own);
  return dice.pick([...hosts, ...hosts, AUTH_HOST, "traefik.example.com", "nobody.example.com"]);
}

function call(dice: Dice, name: string, ...args: readonly string[]): string {
  const spelt = dice.chance(90) ? name : dice.pick([name.toLowerCase(), name.toUpperCase()]);
  const quoted = args.map((text) => (dice.chance(85) || /[\\"]/.test(text) ? `\`${text}\`` : `"${text}"`));
  return `${spelt}(${quoted.join(dice.pick([", ", ","]))})`;
}
