/** Fleets as people run them: every service has a decision, and the labels that carry it out, in many hands' styles. */
import type { Dice } from "../dice";
import { gateContainers, LOGIN, OF_THIS_GATE, STRIP } from "./gate";
import { APP_PORT, appAddress, type Fleet, type FleetContainer, type Labels, type Mode, type Service } from "./model";

const NAMES = [
  ...["grafana", "jellyfin", "paperless", "immich", "nextcloud", "gitea", "vaultwarden", "homeassistant", "sonarr"],
  ...["radarr", "uptime", "wiki", "n8n", "minio", "adguard", "photos", "mealie", "navidrome", "frigate", "code"],
] as const;

/** How often a service is what. Most are behind the login, as in a real home. */
const MODES: Readonly<Record<Mode, number>> = { domain: 66, excluded: 10, paths: 11, oidc: 5, external: 8 };

/** A sound fleet of 5 to 12 services. */
export function realisticFleet(dice: Dice): Fleet {
  const domains = dice.chance(12) ? ["example.com", "lab.example.org"] : ["example.com"];
  const fleet: Fleet = {
    variant: dice.chance(10) ? "as-default" : "base",
    domains,
    services: [],
    containers: gateContainers(domains),
    oidcHosts: [],
    probes: [],
    mutations: [],
  };
  const names = dice.shuffled(NAMES).slice(0, 5 + dice.below(8));
  for (const [index, name] of names.entries()) addService(dice, fleet, name, index);
  return fleet;
}

function addService(dice: Dice, fleet: Fleet, name: string, index: number): void {
  const mode = dice.weighted(MODES);
  const domain = dice.chance(80) ? "example.com" : dice.pick(fleet.domains);
  const host = dice.chance(10) ? `${name}.media.${domain}` : `${name}.${domain}`;
  const second = dice.chance(10) ? [`${name}2.${domain}`] : [];
  const hosts = [host, ...second];
  const openPaths = mode === "paths" ? dice.pick(PATHS) : [];
  const externalAddress = `127.77.2.${index + 1}`;
  const labels = styled(dice, serviceLabels(dice, name, mode, hosts, openPaths, externalAddress));
  fleet.containers.push({
    name: dice.chance(50) ? `sso-${name}` : name,
    address: appAddress(index),
    image: `registry.example/${name}:1`,
    network: "sso-apps",
    labels,
    exposed: [APP_PORT],
  });
  if (mode === "oidc") fleet.oidcHosts.push(...hosts);
  fleet.services.push({
    container: (fleet.containers.at(-1) as FleetContainer).name,
    mode,
    hosts,
    openPaths,
    paths: dice.chance(30) ? ["/api/health", "/static/app.js"] : ["/api/health"],
    ...(mode === "external" && { externalAddress }),
  });
}

const PATHS: readonly (readonly string[])[] = [
  ["/api/"],
  ["/api/", "/share/"],
  ["/webhook/"],
  ["/public/"],
  ["/s/", "/dav/"],
];

function serviceLabels(
  dice: Dice,
  name: string,
  mode: Mode,
  hosts: readonly string[],
  openPaths: readonly string[],
  externalAddress: string,
): Labels {
  const rule = ruleFor(dice, hosts);
  const labels: Labels = {
    "traefik.enable": "true",
    "traefik.docker.network": "sso-apps",
    ...OF_THIS_GATE,
    ...decision(mode, openPaths),
  };
  const port = mode === "external" ? undefined : dice.chance(85);
  if (mode === "external")
    labels[`traefik.http.services.${name}.loadbalancer.server.url`] = `http://${externalAddress}:${APP_PORT}`;
  else if (port) labels[`traefik.http.services.${name}.loadbalancer.server.port`] = String(APP_PORT);
  const service = port === false ? undefined : name;
  const open = mode === "excluded" || mode === "oidc";
  addRouter(labels, name, rule, open ? [STRIP] : loginChain(dice, labels, name), service);
  if (openPaths.length > 0) {
    const paths = openPaths.map((path) => `PathPrefix(\`${path}\`)`).join(" || ");
    const host = `(${hosts.map((one) => `Host(\`${one}\`)`).join(" || ")})`;
    const chain = [STRIP, ...tail(dice, labels, name, 10)];
    addRouter(labels, `${name}-open`, `${host} && (${paths})`, chain, service);
  }
  if (mode === "domain" && dice.chance(12)) {
    const host = hosts[0] ?? "";
    addRouter(labels, `${name}-api`, `Host(\`${host}\`) && PathPrefix(\`/api\`)`, [LOGIN], service);
  }
  if (dice.chance(6)) labels[`traefik.http.routers.${name}.priority`] = String(dice.pick([1, 20, 100, 5000]));
  return labels;
}

function addRouter(
  labels: Labels,
  name: string,
  rule: string,
  middlewares: readonly string[],
  service: string | undefined,
): void {
  const prefix = `traefik.http.routers.${name}`;
  labels[`${prefix}.rule`] = rule;
  labels[`${prefix}.entrypoints`] = "websecure";
  labels[`${prefix}.tls`] = "true";
  labels[`${prefix}.middlewares`] = middlewares.join(",");
  if (service !== undefined) labels[`${prefix}.service`] = service;
}

function decision(mode: Mode, openPaths: readonly string[]): Labels {
  switch (mode) {
    case "domain":
    case "external":
      return { "sso.access": "domain" };
    case "oidc":
      return { "sso.access": "oidc", "sso.client": "own-client" };
    case "excluded":
      return { "sso.access": "excluded", "sso.reason": "The TV app cannot open a browser" };
    case "paths":
      return {
        "sso.access": "excluded",
        "sso.reason": "Phones upload without a browser",
        "sso.paths": openPaths.join(","),
      };
  }
}

function ruleFor(dice: Dice, hosts: readonly string[]): string {
  const [host = ""] = hosts;
  const plain = hosts.map((one) => `Host(\`${one}\`)`).join(" || ");
  const style = dice.weighted({ plain: 66, quoted: 8, upper: 6, withPath: 8, expression: 6, notPath: 3, methods: 3 });
  switch (style) {
    case "plain":
      return plain;
    case "quoted":
      return hosts.map((one) => `Host("${one}")`).join(" || ");
    case "upper":
      return hosts.map((one) => `Host(\`${one.charAt(0).toUpperCase()}${one.slice(1)}\`)`).join("||");
    case "withPath":
      return `(${plain}) && PathPrefix(\`/\`)`;
    case "expression":
      return hosts.length > 1 ? plain : `HostRegexp(\`^${host.replaceAll(".", "\\.")}$\`)`;
    case "notPath":
      return `(${plain}) && !PathPrefix(\`/metrics\`)`;
    case "methods":
      return `(${plain}) && (Method(\`GET\`) || Method(\`POST\`) || Method(\`PUT\`) || Method(\`DELETE\`))`;
  }
}

/** The login and what people put behind it; rarely, arrangements that are as safe and that the model may not follow. */
function loginChain(dice: Dice, labels: Labels, name: string): string[] {
  const style = dice.weighted({ plain: 950, short: 36, inChain: 7, allowListFirst: 7 });
  const last = tail(dice, labels, name, 30);
  const prefix = "traefik.http.middlewares";
  switch (style) {
    case "plain":
      return [LOGIN, ...last];
    case "short":
      return ["authentik", ...last];
    case "inChain":
      labels[`${prefix}.${name}-secured.chain.middlewares`] = [LOGIN, ...last].join(",");
      return [`${name}-secured@docker`];
    case "allowListFirst":
      labels[`${prefix}.${name}-lan.ipallowlist.sourcerange`] = "127.0.0.0/8,192.168.0.0/16";
      return [`${name}-lan@docker`, LOGIN, ...last];
  }
}

/** Middlewares that have no say in who comes in. */
function tail(dice: Dice, labels: Labels, name: string, percent: number): string[] {
  if (!dice.chance(percent)) return [];
  const prefix = "traefik.http.middlewares";
  const kind = dice.pick(["compress", "security", "limit", "buffering", "cors"] as const);
  const own = `${name}-${kind}`;
  const options: Record<typeof kind, Labels> = {
    compress: { compress: "true" },
    security: { "headers.stsseconds": "31536000", "headers.customresponseheaders.X-Robots-Tag": "noindex" },
    limit: { "ratelimit.average": "100000", "ratelimit.burst": "100000" },
    buffering: { "buffering.maxrequestbodybytes": "1000000" },
    cors: { "headers.accesscontrolalloworiginlist": "https://app.example.com" },
  };
  for (const [option, value] of Object.entries(options[kind])) labels[`${prefix}.${own}.${option}`] = value;
  return [dice.chance(70) ? `${own}@docker` : own];
}

/** Option names in the spelling of Traefik's documentation, which many copy. */
const DOCUMENTED: readonly (readonly [RegExp, string])[] = [
  [/\.entrypoints$/, ".entryPoints"],
  [/\.loadbalancer\./, ".loadBalancer."],
  [/\.ratelimit\./, ".rateLimit."],
  [/\.stsseconds$/, ".stsSeconds"],
];

function styled(dice: Dice, labels: Labels): Labels {
  if (!dice.chance(35)) return labels;
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [
      DOCUMENTED.reduce((text, [pattern, spelling]) => text.replace(pattern, spelling), key),
      value,
    ]),
  );
}

/** Whether a request without a login is meant to be answered by the service's app, by the path that the app would see. */
export function isOpen(service: Service, path: string): boolean {
  if (service.mode === "excluded" || service.mode === "oidc") return true;
  return service.openPaths.some((prefix) => path.startsWith(prefix));
}
