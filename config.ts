import * as pulumi from "@pulumi/pulumi";
import type { AuditArgs, DomainArgs, ImageArgs, MemoryArgs, SsoGateArgs } from "authentik-sso";
import { IMAGES } from "authentik-sso";
import { type ConfigKey, checkKeys, type KnownConfig, knownConfig } from "./configKeys";
import { readServices, type ServiceConfig } from "./serviceConfig";

/** All that the program is told. Nothing else reads pulumi.Config. */
export interface SsoConfig {
  readonly gate: SsoGateArgs;
  readonly services: readonly ServiceConfig[];
  readonly images: ImageArgs;
  readonly cloudflare?: { readonly apiToken: pulumi.Output<string>; readonly baseUrl?: string };
}

/** Reads the stack's configuration; see `config:` in Pulumi.yaml for every key. */
export function readConfig(): SsoConfig {
  const config = knownConfig();
  /** An absent or empty value leaves the component's default in force. */
  const text = <K extends ConfigKey>(key: K): { [P in K]?: string } => {
    const value = config.get(key);
    return (value ? { [key]: value } : {}) as { [P in K]?: string };
  };
  const number = <K extends ConfigKey>(key: K): { [P in K]?: number } => {
    const value = config.getNumber(key);
    return (value === undefined ? {} : { [key]: value }) as { [P in K]?: number };
  };
  const images = object<ImageArgs>(config, "images", Object.keys(IMAGES)) ?? {};
  const memory = object<MemoryArgs>(config, "memory", MEMORY_KEYS);
  const apiToken = secret(config, "cloudflareApiToken");
  const baseUrl = config.get("cloudflareApiUrl");
  return {
    images,
    services: readServices(config),
    ...(apiToken && { cloudflare: { apiToken, ...(baseUrl ? { baseUrl } : {}) } }),
    gate: {
      domain: config.require("domain"),
      images,
      ...(memory && { memory }),
      furtherDomains: list<DomainArgs>(config, "furtherDomains", ["domain", "group", "zoneId"]),
      ...text("authHost"),
      ...text("mode"),
      ...text("prefix"),
      ...text("bindAddress"),
      ...text("authentikApiUrl"),
      ...text("group"),
      ...text("outpost"),
      ...text("validity"),
      ...text("adminEmail"),
      ...text("dashboardHost"),
      ...text("dockerSocket"),
      ...number("httpPort"),
      ...number("httpsPort"),
      ...number("authentikApiPort"),
      ...number("loginsPerMinute"),
      ...number("readyTimeoutSeconds"),
      trustedProxies: config.getObject<string[]>("trustedProxies") ?? [],
      redis: config.getBoolean("redis") ?? true,
      protect: config.getBoolean("protect") ?? true,
      ...smtp(config),
      ...people(config),
      ...acme(config, apiToken),
      ...dns(config),
    },
  };
}

function smtp(config: KnownConfig): Pick<SsoGateArgs, "smtp"> {
  const host = config.get("smtpHost");
  const preset = config.get("smtpPreset");
  if (!host && !preset) return {};
  const username = config.get("smtpUsername");
  const password = secret(config, "smtpPassword");
  const port = config.getNumber("smtpPort");
  const security = config.get("smtpSecurity");
  return {
    smtp: {
      ...(preset && { preset }),
      ...(host && { host }),
      ...(port !== undefined && port !== 0 && { port }),
      ...(security && { security }),
      from: required(config, "smtpFrom", `${host ? "smtpHost" : "smtpPreset"} is set`),
      senderVerified: config.getBoolean("smtpSenderVerified") ?? false,
      ...(username && { username }),
      ...(password && { password }),
    },
  };
}

/** Who logs in, and how: objects, of which a key that does not exist is refused, since it would have no effect. */
function people(
  config: KnownConfig,
): Pick<SsoGateArgs, "groups" | "users" | "login" | "brand" | "audit" | "breakGlass"> {
  const login = object<NonNullable<SsoGateArgs["login"]>>(config, "login", LOGIN_KEYS);
  const brand = object<NonNullable<SsoGateArgs["brand"]>>(config, "brand", ["title", "logo", "favicon", "background"]);
  const audit = object<AuditArgs>(config, "audit", ["group", "webhookFormat"]);
  const webhookUrl = secret(config, "auditWebhookUrl");
  const breakGlass = object<NonNullable<SsoGateArgs["breakGlass"]>>(config, "breakGlass", ["enabled", "username"]);
  return {
    groups: list<NonNullable<SsoGateArgs["groups"]>[number]>(config, "groups", ["name", "parents", "superuser"]),
    users: list<NonNullable<SsoGateArgs["users"]>[number]>(config, "users", USER_KEYS),
    ...(login && { login }),
    ...(brand && { brand }),
    ...((audit || webhookUrl) && { audit: { ...audit, ...(webhookUrl && { webhookUrl }) } }),
    ...(breakGlass && { breakGlass }),
  };
}

const MEMORY_KEYS = ["server", "worker", "outpost", "postgres", "redis", "traefik"];
const USER_KEYS = ["username", "name", "email", "groups", "type", "active", "initialPassword"];
const LOGIN_KEYS = [
  "sessionHours",
  "applicationMinutes",
  "staySignedInDays",
  "rememberUsername",
  "mfa",
  "mfaGroups",
  "failedLogins",
  "passwordLength",
  "recoveryLinkMinutes",
];

function list<T extends object>(config: KnownConfig, key: ConfigKey, allowed: readonly string[]): T[] {
  const entries = config.getObject<T[]>(key) ?? [];
  for (const entry of entries) checkKeys(`configuration '${key}'`, Object.keys(entry), allowed);
  return entries;
}

function object<T extends object>(config: KnownConfig, key: ConfigKey, allowed: readonly string[]): T | undefined {
  const value = config.getObject<T>(key);
  if (value) checkKeys(`configuration '${key}'`, Object.keys(value), allowed);
  return value;
}

function acme(config: KnownConfig, token: pulumi.Output<string> | undefined): Pick<SsoGateArgs, "acme"> {
  const email = config.get("acmeEmail");
  if (!email) return {};
  if (!token)
    throw missing(
      "cloudflareApiToken",
      "acmeEmail is set (certificates come by Cloudflare's DNS challenge)",
      "--secret ",
    );
  return { acme: { email, cloudflareApiToken: token } };
}

function dns(config: KnownConfig): Pick<SsoGateArgs, "dns"> {
  const zoneId = config.get("cloudflareZoneId");
  if (!zoneId) return {};
  return {
    dns: {
      zoneId,
      target: required(config, "dnsTarget", "cloudflareZoneId is set"),
      proxied: config.getBoolean("dnsProxied") ?? false,
      wildcard: config.getBoolean("dnsWildcard") ?? true,
    },
  };
}

function required(config: KnownConfig, key: ConfigKey, because: string): string {
  const value = config.get(key);
  if (value) return value;
  throw missing(key, because);
}

function missing(key: string, because: string, flag = ""): pulumi.RunError {
  return new pulumi.RunError(
    `configuration '${key}' is missing; it is needed because ${because}. Set it: pulumi config set ${flag}${key} <value>`,
  );
}

/** A secret of the configuration; one that was stored in plain text is refused, since it is in the repository by now. */
function secret(config: KnownConfig, key: ConfigKey): pulumi.Output<string> | undefined {
  const value = config.getSecret(key);
  const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
  if (value && encrypted && !(JSON.parse(encrypted) as string[]).includes(`${config.name}:${key}`)) {
    throw new pulumi.RunError(
      `configuration '${key}' is stored in plain text. Change the secret where it was issued, then: pulumi config set --secret ${key} <value>`,
    );
  }
  return value;
}
