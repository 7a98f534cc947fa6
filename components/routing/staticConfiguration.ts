import { fold } from "./labels/tree";
import type { Leaf } from "./leaf";
import { known, UNKNOWN } from "./leaf";

/** Traefik's static configuration, as far as it decides what is served and to whom. */
export interface StaticConfiguration {
  /** Flags by lower-case name without dashes; a flag without a value is `true`. */
  readonly flags: ReadonlyMap<string, string>;
  /** The providers that read labels. */
  readonly providers: Readonly<Record<LabelProvider, ProviderConfiguration>>;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
}

export type LabelProvider = "docker" | "swarm";

export interface ProviderConfiguration {
  /** Whether containers without `traefik.enable` are published. @default true, as Traefik's */
  readonly exposedByDefault: boolean;
  /** Template of the rule that a container without one gets; `""`: none does. */
  readonly defaultRule: string;
  /** Condition on labels without which a container is passed over; `""`: none. */
  readonly constraints: string;
}

export interface EntryPoint {
  readonly name: string;
  /** Whether routers that name no entry point are attached to it. */
  readonly isDefault: boolean;
  /** Whether every router on it speaks TLS. */
  readonly tls: boolean;
  /** Middlewares that run before those of the router. */
  readonly middlewares: readonly string[];
  /** UDP carries no HTTP. */
  readonly udp: boolean;
  /** Whether every plain request that names a host is sent on to another entry point, whatever routers there are. */
  readonly redirects: boolean;
  /** Whether it believes forwarded headers of every client, which then choose what authentik judges. */
  readonly trustsEverybody: boolean;
}

/** Source: Traefik 3.7 `pkg/provider/docker/shared.go`. */
export const DEFAULT_RULE = "Host(`{{ normalize .Name }}`)";

/** Flags that need no value. With a word after them Traefik takes `true`, and reads nothing behind that word. */
const BOOLEAN =
  /^(api|ping|accesslog|metrics\.prometheus)$|^(api|global)\.[a-z]+$|^providers\.[a-z]+$|\.(insecure|tls|asdefault|allowacmebypass|permanent|sanitizepath|exposedbydefault|watch|allowemptyservices|usebindportip)$|\.encodedcharacters\.[a-z]+$/;

/** Flags that are sure to take the word after them for their value. */
const VALUED =
  /\.(level|address|endpoint|constraints|defaultrule|network|middlewares|trustedips|aliasheadersstrategy|to|scheme|certresolver|directory|filename|filepath|format|email|storage|provider|caserver)$/;

/** Lists. Traefik sometimes adds a second flag to the first and sometimes takes it instead. */
const LIST = /\.(middlewares|trustedips)$/;

/** Stands in such a list for what nobody can tell. */
const UNSURE = "unsure@flags";

/**
 * Reads flags such as `--entrypoints.web.address=:80`.
 *
 * A flag may stand apart from its value (`--log.level WARN`); names compare without regard to case; of repeated flags
 * the last counts.
 *
 * @example readStaticConfiguration(["--providers.docker.exposedbydefault=false"]).providers.docker.exposedByDefault // false
 */
export function readStaticConfiguration(command: readonly string[]): StaticConfiguration {
  const flags = new Map<string, string>();
  for (const [index, argument] of command.entries()) {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) continue;
    const name = fold(match[1] ?? "");
    const following = command[index + 1];
    const apart = following !== undefined && !following.startsWith("-") && !BOOLEAN.test(name);
    const value = match[2] ?? (apart ? following : "true");
    const before = LIST.test(name) ? flags.get(name) : undefined;
    flags.set(name, before === undefined ? value : `${UNSURE},${before},${value}`);
  }
  return {
    flags,
    providers: { docker: provider(flags, "docker"), swarm: provider(flags, "swarm") },
    entryPoints: entryPoints(flags, command),
  };
}

/** Where Traefik looks for a file, which then counts instead of every flag. Source: `pkg/cli/loader_file.go`. */
const CONFIGURATION_FILE = /^(\/etc\/traefik|(\/root)?(\/\.config)?(\/traefik)?)(\/traefik\.(toml|ya?ml))?\/?$/;

/**
 * The static configuration of one Traefik container.
 *
 * @param mounts targets of its mounts
 * @returns unknown where a file may count instead of the flags, where there are no flags (the environment may then
 *   say anything), where a list is spread over several flags, and where a word stands between the flags, behind which
 *   Traefik reads nothing
 * @example staticConfigurationOf(["--configfile=/x.yml"], []) // unknown
 */
export function staticConfigurationOf(
  command: readonly string[],
  mounts: readonly string[],
): Leaf<StaticConfiguration> {
  const flags = command[0] === "traefik" ? command.slice(1) : command;
  const configuration = readStaticConfiguration(flags);
  const file =
    configuration.flags.has("configfile") || mounts.some((target) => CONFIGURATION_FILE.test(target.toLowerCase()));
  const unsure = [...configuration.flags.values()].some((value) => value.startsWith(UNSURE));
  return file || unsure || configuration.flags.size === 0 || hasStrayWord(flags) ? UNKNOWN : known(configuration);
}

/** Whether a container's command or image is Traefik's. */
export function isTraefik(image: string | undefined, command: readonly string[]): boolean {
  const name = image?.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return (
    name?.split("/").at(-1) === "traefik" || command.some((flag) => /^--(providers\.docker|entrypoints\.)/i.test(flag))
  );
}

function hasStrayWord(flags: readonly string[]): boolean {
  return flags.some((argument, index) => {
    if (argument.startsWith("-") && argument !== "--") return false;
    const before = flags[index - 1];
    return !before?.startsWith("-") || before.includes("=") || !VALUED.test(fold(before));
  });
}

function provider(flags: ReadonlyMap<string, string>, name: LabelProvider): ProviderConfiguration {
  const prefix = `providers.${name}`;
  return {
    exposedByDefault: !isFalse(flags.get(`${prefix}.exposedbydefault`)),
    defaultRule: flags.get(`${prefix}.defaultrule`) ?? DEFAULT_RULE,
    constraints: flags.get(`${prefix}.constraints`) ?? "",
  };
}

function entryPoints(flags: ReadonlyMap<string, string>, command: readonly string[]): ReadonlyMap<string, EntryPoint> {
  const spellings = new Set(command.flatMap((flag) => /^--?entrypoints\.([^.=]+)\./i.exec(flag)?.[1] ?? []));
  const names = new Set([...flags.keys()].flatMap((flag) => /^entrypoints\.([^.]+)\./.exec(flag)?.[1] ?? []));
  const points = [...names].map((name) => entryPoint(flags, name, spellings));
  const chosen = points.some((point) => point.isDefault);
  // The API's own entry point is never a default one.
  const isDefault = (point: EntryPoint) => !point.udp && point.name !== "traefik" && (point.isDefault || !chosen);
  return new Map(points.map((point) => [point.name, { ...point, isDefault: isDefault(point) }]));
}

/** @param spellings names of entry points as they are written: here Traefik minds the case */
function entryPoint(flags: ReadonlyMap<string, string>, name: string, spellings: ReadonlySet<string>): EntryPoint {
  const prefix = `entrypoints.${name}`;
  const tls = [...flags].some(([flag, value]) =>
    flag === `${prefix}.http.tls` ? !isFalse(value) : flag.startsWith(`${prefix}.http.tls.`),
  );
  const middlewares = (flags.get(`${prefix}.http.middlewares`) ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
  const redirect = `${prefix}.http.redirections.entrypoint`;
  const to = flags.get(`${redirect}.to`) ?? "";
  // With a priority of its own it may lose to a router, and the path of ACME's challenge can be left out of it.
  const redirects =
    (/^:\d+$/.test(to) || isOnlySpelling(to, spellings)) &&
    !flags.has(`${redirect}.priority`) &&
    !isTrue(flags.get(`${prefix}.allowacmebypass`)) &&
    !tls;
  return {
    name,
    isDefault: isTrue(flags.get(`${prefix}.asdefault`)),
    tls,
    middlewares,
    udp: /\/udp$/i.test(flags.get(`${prefix}.address`) ?? ""),
    redirects,
    trustsEverybody:
      isTrue(flags.get(`${prefix}.forwardedheaders.insecure`)) ||
      (flags.get(`${prefix}.forwardedheaders.trustedips`) ?? "").split(",").some((range) => /\/0+\s*$/.test(range)),
  };
}

function isOnlySpelling(name: string, spellings: ReadonlySet<string>): boolean {
  return spellings.has(name) && [...spellings].filter((other) => fold(other) === fold(name)).length === 1;
}

export function isFalse(value: string | undefined): boolean {
  return value !== undefined && ["0", "f", "false"].includes(value.toLowerCase());
}

export function isTrue(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}
