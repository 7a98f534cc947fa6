import { fold } from "./labels/tree";

/** Traefik's static configuration, as far as it decides what is served and to whom. */
export interface StaticConfiguration {
  /** Flags by lower-case name without dashes; a flag without a value is `true`. */
  readonly flags: ReadonlyMap<string, string>;
  /** Whether containers without `traefik.enable` are published. @default true, as Traefik's */
  readonly exposedByDefault: boolean;
  /** Whether a container without a rule gets one. */
  readonly defaultRule: boolean;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
}

export interface EntryPoint {
  readonly name: string;
  /** Whether routers that name no entry point are attached to it. */
  readonly isDefault: boolean;
  /** Whether every router on it speaks TLS. */
  readonly tls: boolean;
  /** Middlewares that run before those of the router. */
  readonly middlewares: readonly string[];
}

/**
 * Reads flags such as `--entrypoints.web.address=:80`.
 *
 * A flag may stand apart from its value (`--log.level WARN`); names compare without regard to case.
 *
 * @example readStaticConfiguration(["--providers.docker.exposedbydefault=false"]).exposedByDefault // false
 */
export function readStaticConfiguration(command: readonly string[]): StaticConfiguration {
  const flags = new Map<string, string>();
  for (const [index, argument] of command.entries()) {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) continue;
    const following = command[index + 1];
    const value = match[2] ?? (following !== undefined && !following.startsWith("-") ? following : "true");
    flags.set(fold(match[1] ?? ""), value);
  }
  const defaultRule = flags.get("providers.docker.defaultrule");
  return {
    flags,
    exposedByDefault: !isFalse(flags.get("providers.docker.exposedbydefault")),
    defaultRule: defaultRule !== "",
    entryPoints: entryPoints(flags),
  };
}

/** Whether a container's command or image is Traefik's. */
export function isTraefik(image: string | undefined, command: readonly string[]): boolean {
  const name = image?.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return (
    name?.split("/").at(-1) === "traefik" || command.some((flag) => /^--(providers\.docker|entrypoints\.)/i.test(flag))
  );
}

function entryPoints(flags: ReadonlyMap<string, string>): ReadonlyMap<string, EntryPoint> {
  const names = new Set([...flags.keys()].flatMap((flag) => /^entrypoints\.([^.]+)\./.exec(flag)?.[1] ?? []));
  const points = [...names].map((name) => {
    const prefix = `entrypoints.${name}`;
    const tls = [...flags].some(([flag, value]) =>
      flag === `${prefix}.http.tls` ? !isFalse(value) : flag.startsWith(`${prefix}.http.tls.`),
    );
    const middlewares = (flags.get(`${prefix}.http.middlewares`) ?? "")
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
    return { name, isDefault: isTrue(flags.get(`${prefix}.asdefault`)), tls, middlewares };
  });
  const chosen = points.some(({ isDefault }) => isDefault);
  // The API's own entry point is never a default one.
  return new Map(
    points.map((point) => [point.name, { ...point, isDefault: chosen ? point.isDefault : point.name !== "traefik" }]),
  );
}

export function isFalse(value: string | undefined): boolean {
  return value !== undefined && ["0", "f", "false"].includes(value.toLowerCase());
}

export function isTrue(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}
