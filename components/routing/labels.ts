// Placeholder by the lead so that components compile; the routing engineer replaces this file.
export interface RouterLabels {
  readonly rule: string;
  readonly entryPoints: readonly string[];
  readonly middlewares?: readonly string[];
  readonly service?: string;
  readonly priority?: number;
  readonly tls?:
    | boolean
    | {
        readonly certResolver?: string;
        readonly domains?: readonly { readonly main: string; readonly sans?: readonly string[] }[];
        readonly options?: string;
      };
}
export interface ServiceLabels {
  readonly port?: number;
  readonly scheme?: string;
  readonly url?: string;
  readonly serversTransport?: string;
  readonly passHostHeader?: boolean;
}
export type MiddlewareLabels = {
  readonly [type: string]: { readonly [option: string]: string | number | boolean | readonly string[] };
};
export interface TraefikLabels {
  readonly enable: boolean;
  readonly network?: string;
  readonly routers?: Readonly<Record<string, RouterLabels>>;
  readonly services?: Readonly<Record<string, ServiceLabels>>;
  readonly middlewares?: Readonly<Record<string, MiddlewareLabels>>;
}
export function renderLabels(l: TraefikLabels): Readonly<Record<string, string>> {
  const out: Record<string, string> = { "traefik.enable": String(l.enable) };
  if (l.network) out["traefik.docker.network"] = l.network;
  for (const [name, r] of Object.entries(l.routers ?? {})) {
    const p = `traefik.http.routers.${name}`;
    out[`${p}.rule`] = r.rule;
    out[`${p}.entrypoints`] = r.entryPoints.join(",");
    if (r.middlewares?.length) out[`${p}.middlewares`] = r.middlewares.join(",");
    if (r.service) out[`${p}.service`] = r.service;
    if (r.priority) out[`${p}.priority`] = String(r.priority);
    if (r.tls) out[`${p}.tls`] = "true";
    if (typeof r.tls === "object") {
      if (r.tls.certResolver) out[`${p}.tls.certresolver`] = r.tls.certResolver;
      r.tls.domains?.forEach((d, i) => {
        out[`${p}.tls.domains[${i}].main`] = d.main;
        if (d.sans) out[`${p}.tls.domains[${i}].sans`] = d.sans.join(",");
      });
    }
  }
  for (const [name, s] of Object.entries(l.services ?? {})) {
    const p = `traefik.http.services.${name}.loadbalancer.server`;
    if (s.port !== undefined) out[`${p}.port`] = String(s.port);
    if (s.scheme) out[`${p}.scheme`] = s.scheme;
    if (s.url) out[`${p}.url`] = s.url;
  }
  for (const [name, types] of Object.entries(l.middlewares ?? {}))
    for (const [type, options] of Object.entries(types))
      for (const [option, v] of Object.entries(options))
        out[`traefik.http.middlewares.${name}.${type}.${option}`] = Array.isArray(v) ? v.join(",") : String(v);
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}
