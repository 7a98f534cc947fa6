import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs, AuditArgs, DomainArgs, ImageArgs, MemoryArgs, SsoGateArgs } from "authentik-sso";

/** One service of the fleet, as the stack's configuration names it. */
export interface ServiceConfig {
  readonly name: string;
  /** Default `<name>.<domain>`. */
  readonly host?: string;
  /** Port inside the container. */
  readonly port?: number;
  /** For something that is no container. */
  readonly url?: string;
  /** Default: an echo server that shows the identity headers it received. */
  readonly image?: string;
  readonly access?: AccessArgs;
  /** The service's own administrator for the day when authentik is down, and where its password lies. Never a password. */
  readonly localAdmin?: string;
}

/** All that the program is told. Nothing else reads pulumi.Config. */
export interface SsoConfig {
  readonly gate: SsoGateArgs;
  readonly services: readonly ServiceConfig[];
  readonly images: ImageArgs;
  readonly cloudflare?: { readonly apiToken: pulumi.Output<string>; readonly baseUrl?: string };
}

/** Reads the stack's configuration; see `config:` in Pulumi.yaml for every key. */
export function readConfig(): SsoConfig {
  const config = new pulumi.Config();
  /** An absent or empty value leaves the component's default in force. */
  const text = <K extends string>(key: K): { [P in K]?: string } => {
    const value = config.get(key);
    return (value ? { [key]: value } : {}) as { [P in K]?: string };
  };
  const number = <K extends string>(key: K): { [P in K]?: number } => {
    const value = config.getNumber(key);
    return (value === undefined ? {} : { [key]: value }) as { [P in K]?: number };
  };
  const images = config.getObject<ImageArgs>("images") ?? {};
  const memory = config.getObject<MemoryArgs>("memory");
  const apiToken = secret(config, "cloudflareApiToken");
  const baseUrl = config.get("cloudflareApiUrl");
  return {
    images,
    services: config.getObject<ServiceConfig[]>("services") ?? [],
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

function smtp(config: pulumi.Config): Pick<SsoGateArgs, "smtp"> {
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
  config: pulumi.Config,
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

function list<T extends object>(config: pulumi.Config, key: string, allowed: readonly string[]): T[] {
  const entries = config.getObject<T[]>(key) ?? [];
  for (const entry of entries) checkKeys(key, entry, allowed);
  return entries;
}

function object<T extends object>(config: pulumi.Config, key: string, allowed: readonly string[]): T | undefined {
  const value = config.getObject<T>(key);
  if (value) checkKeys(key, value, allowed);
  return value;
}

function checkKeys(key: string, value: object, allowed: readonly string[]): void {
  const unknown = Object.keys(value).filter((name) => !allowed.includes(name));
  if (unknown.length === 0) return;
  throw new pulumi.RunError(
    `configuration '${key}' has ${unknown.map((name) => `'${name}'`).join(", ")}, allowed are ${allowed.join(", ")}.`,
  );
}

function acme(config: pulumi.Config, token: pulumi.Output<string> | undefined): Pick<SsoGateArgs, "acme"> {
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

function dns(config: pulumi.Config): Pick<SsoGateArgs, "dns"> {
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

function required(config: pulumi.Config, key: string, because: string): string {
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
function secret(config: pulumi.Config, key: string): pulumi.Output<string> | undefined {
  const value = config.getSecret(key);
  const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
  if (value && encrypted && !(JSON.parse(encrypted) as string[]).includes(`${config.name}:${key}`)) {
    throw new pulumi.RunError(
      `configuration '${key}' is stored in plain text. Change the secret where it was issued, then: pulumi config set --secret ${key} <value>`,
    );
  }
  return value;
}
