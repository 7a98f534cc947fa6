import * as pulumi from "@pulumi/pulumi";

/** Every key of a stack's configuration; those that Pulumi.yaml does not declare are secrets and lists of objects. */
export const CONFIG_KEYS = [
  "acmeEmail",
  "adminEmail",
  "audit",
  "auditWebhookUrl",
  "authHost",
  "authentikApiPort",
  "authentikApiUrl",
  "bindAddress",
  "brand",
  "breakGlass",
  "cloudflareApiToken",
  "cloudflareApiUrl",
  "cloudflareZoneId",
  "dashboardHost",
  "dnsProxied",
  "dnsTarget",
  "dnsWildcard",
  "dockerSocket",
  "domain",
  "furtherDomains",
  "group",
  "groups",
  "httpPort",
  "httpsPort",
  "images",
  "login",
  "loginsPerMinute",
  "memory",
  "mode",
  "outpost",
  "prefix",
  "protect",
  "readyTimeoutSeconds",
  "redis",
  "services",
  "smtpFrom",
  "smtpHost",
  "smtpPassword",
  "smtpPort",
  "smtpPreset",
  "smtpSecurity",
  "smtpSenderVerified",
  "smtpUsername",
  "trustedProxies",
  "users",
  "validity",
] as const;

export type ConfigKey = (typeof CONFIG_KEYS)[number];

/** What the program reads of `pulumi.Config`: keys of {@link CONFIG_KEYS} only. */
export interface KnownConfig {
  readonly name: string;
  get(key: ConfigKey): string | undefined;
  getNumber(key: ConfigKey): number | undefined;
  getBoolean(key: ConfigKey): boolean | undefined;
  getObject<T>(key: ConfigKey): T | undefined;
  getSecret(key: ConfigKey): pulumi.Output<string> | undefined;
  require(key: ConfigKey): string;
}

/**
 * The stack's configuration. A key that does not exist is refused: it would have no effect, and somebody relies on it.
 *
 * @throws {pulumi.RunError} that names the key and what is allowed
 */
export function knownConfig(): KnownConfig {
  const config = new pulumi.Config();
  const space = `${config.name}:`;
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(space));
  checkKeys(
    "the stack's configuration",
    keys.map((key) => key.slice(space.length)),
    CONFIG_KEYS,
  );
  return config;
}

/**
 * Refuses keys that do not exist.
 *
 * @param where what has the keys, e.g. `configuration 'login'`
 * @throws {pulumi.RunError} that names them and what is allowed
 */
export function checkKeys(where: string, keys: readonly string[], allowed: readonly string[]): void {
  const unknown = keys.filter((key) => !allowed.includes(key));
  if (unknown.length === 0) return;
  throw new pulumi.RunError(
    `${where} has ${unknown.map((key) => `'${key}'`).join(", ")}, allowed are ${[...allowed].sort().join(", ")}.`,
  );
}
