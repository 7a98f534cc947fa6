import { readFileSync } from "node:fs";

/** Environment of the double: authentik's own variables, plus `AUTHENTIK_DOUBLE_*` for its timing. */
export interface DoubleConfig {
  postgres: PostgresConfig;
  /** Signs sessions; the real one asks for 50 random characters, so does this one. */
  secretKey: string;
  /** Address of the HTTP listener. Default `[::]:9000`, as in authentik 2026.5. */
  listen: { host: string; port: number };
  /** Whose forwarded headers count (`AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS`). */
  trustedProxies: string[];
  /** Read by the worker on the first start only. */
  bootstrap: { token?: string; password?: string; email?: string };
  /** Milliseconds between "ready" and the first blueprint. Default 3000. */
  blueprintDelayMs: number;
  /** Milliseconds between the stages of the default blueprints. Default 400. */
  blueprintStepMs: number;
  /** Milliseconds between the read and the write of an update. Default 15. */
  writeDelayMs: number;
  /** Milliseconds between two rounds of the worker. Default 500. */
  workerPollMs: number;
  /** Milliseconds before a mail or webhook that failed is tried again; doubles with each try. Default 15000. */
  retryDelayMs: number;
  /** The mail server of `AUTHENTIK_EMAIL__*`. */
  mail: MailSettings;
}

/** How mail is handed over; the same settings as in authentik's environment and its e-mail stages. */
export interface MailSettings {
  host: string;
  port: number;
  /** Empty sends without a login. */
  username: string;
  password: string;
  /** STARTTLS, and nothing without it. */
  useTls: boolean;
  /** TLS from the first byte. */
  useSsl: boolean;
  /** Seconds. */
  timeout: number;
  /** Address, or `Name <address>`. */
  from: string;
}

export interface PostgresConfig {
  host: string;
  port: number;
  name: string;
  user: string;
  password: string;
}

/** Version of authentik that the double stands in for. */
export const VERSION = "2026.5.7";

/** What the double calls itself wherever a version or a name is shown. */
export const DOUBLE = "authentik double";

const TRUSTED_BY_DEFAULT = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fe80::/10,::1/128";

type Environment = { [name: string]: string | undefined };

/** Raised for a value that the double cannot start with; the text says which variable and what it takes. */
export class ConfigError extends Error {}

/**
 * Reads the configuration. Values may be `file:///path` or `env://NAME`, except those of `AUTHENTIK_BOOTSTRAP_*`,
 * as in authentik.
 *
 * @throws ConfigError with the variable's name and what it takes.
 */
export function readConfig(environment: Environment = process.env): DoubleConfig {
  const read = (name: string, fallback: string): string => {
    const given = environment[name];
    return given === undefined ? fallback : resolveReference(name, given, environment);
  };
  const secretKey = read("AUTHENTIK_SECRET_KEY", "");
  if (secretKey === "")
    throw new ConfigError("AUTHENTIK_SECRET_KEY is not set. Set it to 50 or more random characters.");
  const bootstrap = {
    token: environment.AUTHENTIK_BOOTSTRAP_TOKEN,
    password: environment.AUTHENTIK_BOOTSTRAP_PASSWORD,
    email: environment.AUTHENTIK_BOOTSTRAP_EMAIL,
  };
  return {
    postgres: {
      host: read("AUTHENTIK_POSTGRESQL__HOST", "localhost"),
      port: number("AUTHENTIK_POSTGRESQL__PORT", read("AUTHENTIK_POSTGRESQL__PORT", "5432")),
      name: read("AUTHENTIK_POSTGRESQL__NAME", "authentik"),
      user: read("AUTHENTIK_POSTGRESQL__USER", "authentik"),
      password: read("AUTHENTIK_POSTGRESQL__PASSWORD", ""),
    },
    secretKey,
    listen: parseListen(read("AUTHENTIK_LISTEN__HTTP", "[::]:9000")),
    trustedProxies: read("AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS", TRUSTED_BY_DEFAULT)
      .split(",")
      .map((cidr) => cidr.trim())
      .filter((cidr) => cidr !== ""),
    bootstrap: Object.fromEntries(Object.entries(bootstrap).filter(([, value]) => value !== undefined && value !== "")),
    blueprintDelayMs: milliseconds("AUTHENTIK_DOUBLE_BLUEPRINT_DELAY_MS", 3000, read),
    blueprintStepMs: milliseconds("AUTHENTIK_DOUBLE_BLUEPRINT_STEP_MS", 400, read),
    writeDelayMs: milliseconds("AUTHENTIK_DOUBLE_WRITE_DELAY_MS", 15, read),
    workerPollMs: milliseconds("AUTHENTIK_DOUBLE_WORKER_POLL_MS", 500, read),
    retryDelayMs: milliseconds("AUTHENTIK_DOUBLE_RETRY_MS", 15_000, read),
    mail: readMail(read),
  };
}

type Read = (name: string, fallback: string) => string;

/** Defaults are those of authentik's `authentik/lib/default.yml`. */
function readMail(read: Read): MailSettings {
  const name = (part: string): string => `AUTHENTIK_EMAIL__${part}`;
  return {
    host: read(name("HOST"), "localhost"),
    port: number(name("PORT"), read(name("PORT"), "25")),
    username: read(name("USERNAME"), ""),
    password: read(name("PASSWORD"), ""),
    useTls: flag(name("USE_TLS"), read(name("USE_TLS"), "false")),
    useSsl: flag(name("USE_SSL"), read(name("USE_SSL"), "false")),
    timeout: number(name("TIMEOUT"), read(name("TIMEOUT"), "10")),
    from: read(name("FROM"), "authentik@localhost"),
  };
}

function flag(name: string, text: string): boolean {
  const value = text.trim().toLowerCase();
  if (["true", "1", "yes"].includes(value)) return true;
  if (["false", "0", "no", ""].includes(value)) return false;
  throw new ConfigError(`${name} is "${text}". It takes true or false.`);
}

function milliseconds(name: string, fallback: number, read: Read): number {
  return number(name, read(name, String(fallback)));
}

function number(name: string, text: string): number {
  if (!/^\d+$/.test(text.trim())) throw new ConfigError(`${name} is "${text}". It takes a whole number.`);
  return Number(text);
}

function resolveReference(name: string, value: string, environment: Environment): string {
  const reference = /^(file|env):\/\/(.+)$/s.exec(value);
  if (!reference) return value;
  const [, scheme, target = ""] = reference;
  if (scheme === "env") {
    // authentik takes env://NAME?fallback.
    const [variable = "", fallback] = target.split("?", 2);
    const found = environment[variable] ?? fallback;
    if (found === undefined) throw new ConfigError(`${name} points to ${variable}, which is not set.`);
    return found;
  }
  const [path = "", fallback] = target.split("?", 2);
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    if (fallback !== undefined) return fallback;
    throw new ConfigError(`${name} points to the file ${path}, which cannot be read.`);
  }
}

/** @throws ConfigError for anything but host:port */
export function parseListen(text: string): { host: string; port: number } {
  // authentik takes a comma-separated list of addresses; the double listens on the first one.
  const first = text.split(",")[0]?.trim() ?? "";
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(first);
  if (!match)
    throw new ConfigError(`AUTHENTIK_LISTEN__HTTP is "${text}". It takes host:port, for example 0.0.0.0:9000.`);
  const host = match[1] ?? match[2] ?? "";
  return { host: host === "" ? "::" : host, port: Number(match[3]) };
}
