/** Static configurations of Traefik: the sound one, and one for each thing that can be wrong with it. */

/** Ports on the loopback address that this run was given. */
export interface EntryPointPorts {
  readonly web: number;
  readonly websecure: number;
  readonly lan: number;
}

export interface Variant {
  /** Flags that replace those of the sound configuration, by name without dashes; `undefined` leaves one away. */
  readonly change: Readonly<Record<string, string | undefined>>;
  /** Whether the model should find it sound. */
  readonly sound: boolean;
}

const both = (option: string, value: string | undefined): Record<string, string | undefined> =>
  Object.fromEntries(["web", "websecure", "lan"].map((point) => [`entrypoints.${point}.${option}`, value]));

export const VARIANTS = {
  base: { sound: true, change: {} },
  "as-default": { sound: true, change: { "entrypoints.websecure.asdefault": "true" } },
  "exposed-by-default": {
    sound: false,
    change: {
      "providers.docker.constraints": undefined,
      "providers.docker.exposedbydefault": undefined,
      "providers.docker.defaultrule": undefined,
    },
  },
  "no-constraints": { sound: false, change: { "providers.docker.constraints": undefined } },
  "default-rule": { sound: false, change: { "providers.docker.defaultrule": undefined } },
  "no-redirect": { sound: false, change: { "entrypoints.web.http.redirections.entrypoint.to": undefined } },
  "redirect-priority": { sound: false, change: { "entrypoints.web.http.redirections.entrypoint.priority": "10" } },
  "forwarded-insecure": { sound: false, change: both("forwardedheaders.insecure", "true") },
  "aliases-kept": { sound: false, change: both("http.aliasheadersstrategy", undefined) },
  "unsanitized-path": { sound: false, change: both("http.sanitizepath", "false") },
  "encoded-slash": { sound: false, change: both("http.encodedcharacters.allowencodedslash", undefined) },
  "encoded-percent": { sound: false, change: both("http.encodedcharacters.allowencodedpercent", undefined) },
  "no-access-log": { sound: false, change: { accesslog: undefined } },
  "api-insecure": { sound: false, change: { "api.insecure": "true" } },
  "login-on-entry-point": { sound: true, change: { "entrypoints.websecure.http.middlewares": "authentik@docker" } },
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof VARIANTS;

/** @throws for a name that is none. */
export function variantOf(name: string): Variant {
  const variant = (VARIANTS as Record<string, Variant>)[name];
  if (!variant) throw new Error(`there is no static configuration '${name}'; there are ${Object.keys(VARIANTS)}`);
  return variant;
}

/** Traefik's flags, as the model is told them too. */
export function flagsOf(name: string, ports: EntryPointPorts): string[] {
  const flags: Record<string, string | undefined> = {
    accesslog: "true",
    "api.insecure": "false",
    "entrypoints.web.address": `127.0.0.1:${ports.web}`,
    "entrypoints.web.http.redirections.entrypoint.to": "websecure",
    "entrypoints.websecure.address": `127.0.0.1:${ports.websecure}`,
    "entrypoints.websecure.http.tls": "true",
    "entrypoints.lan.address": `127.0.0.1:${ports.lan}`,
    "entrypoints.lan.http.tls": "true",
    ...both("http.aliasheadersstrategy", "delete"),
    ...both("http.encodedcharacters.allowencodedslash", "false"),
    ...both("http.encodedcharacters.allowencodedpercent", "false"),
    "providers.docker.constraints": "Label(`sso.gate`,`sso`)",
    "providers.docker.exposedbydefault": "false",
    "providers.docker.defaultrule": "",
    ...variantOf(name).change,
  };
  return Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`]));
}
