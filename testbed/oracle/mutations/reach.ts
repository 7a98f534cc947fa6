/** Routers that lead elsewhere, routers below HTTP, entry points, and decisions that do not hold. */
import { APP_PORT, type Labels } from "../fleet/model";
import {
  addIntruder,
  getLabel,
  INTRUDER_ROUTER,
  type Mutation,
  onService,
  setLabel,
  type Victim,
  victimOf,
  withIntruder,
} from "./mutation";

const SERVICE = ["service-reach"];
const OWNER = ["service-owner"];
const STREAM = ["stream-router"];

/** The name under which Traefik keeps the victim's service. */
function serviceOf({ container, name }: Victim): string {
  const port = getLabel(container.labels, `traefik.http.services.${name}.loadbalancer.server.port`);
  return port === undefined ? container.name : name;
}

/** A TCP router of the victim's own container. */
function stream(id: string, router: (victim: Victim) => Labels, more: Partial<Mutation> = {}): Mutation {
  return {
    ...onService(`stream-${id}`, STREAM, ["open"], (victim, _dice, fleet) => {
      const { container, name, host } = victim;
      for (const [key, value] of Object.entries(router(victim)))
        container.labels[`traefik.tcp.routers.${name}.${key}`] = value;
      container.labels[`traefik.tcp.services.${name}.loadbalancer.server.port`] = String(APP_PORT);
      for (const entryPoint of ["web", "websecure", "lan"] as const) {
        fleet.probes.push({ host, path: "/", entryPoint, ...(entryPoint !== "web" && { sni: `tcp.${host}` }) });
      }
      return true;
    }),
    ...more,
  };
}

export const REACH_MUTATIONS: readonly Mutation[] = [
  withIntruder("names-another-service", SERVICE, ["open"], (victim, dice) => ({
    [`${INTRUDER_ROUTER}.service`]: dice.pick([serviceOf(victim), `${serviceOf(victim)}@docker`]),
  })),
  withIntruder("names-an-address", SERVICE, ["open"], ({ container }) => ({
    "traefik.http.services.intruder.loadbalancer.server.port": undefined,
    "traefik.http.services.intruder.loadbalancer.server.url": `http://${container.address}:${APP_PORT}`,
  })),
  withIntruder("opens-the-api", SERVICE, ["api"], (_victim, dice) => ({
    [`${INTRUDER_ROUTER}.service`]: "api@internal",
    [`${INTRUDER_ROUTER}.rule`]: dice.pick([
      "Host(`intruder.example.com`)",
      "Host(`intruder.example.com`) && PathPrefix(`/api`)",
    ]),
  })),
  withIntruder("joins-a-pool", OWNER, ["open"], (victim) => ({
    [`traefik.http.services.${serviceOf(victim)}.loadbalancer.server.port`]: String(APP_PORT),
    "traefik.http.services.intruder.loadbalancer.server.port": undefined,
    [`${INTRUDER_ROUTER}.service`]: serviceOf(victim),
  })),
  withIntruder("joins-a-pool-silently", OWNER, ["open", "lost"], (victim) => ({
    [`traefik.http.services.${serviceOf(victim)}.loadbalancer.server.port`]: String(APP_PORT),
    "traefik.http.services.intruder.loadbalancer.server.port": undefined,
    [`${INTRUDER_ROUTER}.service`]: undefined,
  })),
  {
    id: "pool-of-an-excluded",
    breaks: OWNER,
    shows: ["open"],
    apply: (dice, fleet) => {
      const open = victimOf(dice, fleet, ["excluded"]);
      const behind = victimOf(dice, fleet);
      if (!open || !behind || serviceOf(open) !== open.name) return false;
      setLabel(behind.container.labels, `${behind.router}.service`, open.name);
      setLabel(behind.container.labels, `traefik.http.services.${behind.name}.loadbalancer.server.port`, undefined);
      behind.container.labels[`traefik.http.services.${open.name}.loadbalancer.server.port`] = String(APP_PORT);
      for (let again = 0; again < 3; again++) fleet.probes.push({ host: open.host, path: "/" });
      return true;
    },
  },
  stream("plain-for-all", () => ({ rule: "HostSNI(`*`)", entrypoints: "web" })),
  stream("tls-for-all", () => ({ rule: "HostSNI(`*`)", entrypoints: "websecure", tls: "true" })),
  stream("tls-for-one", ({ host }) => ({ rule: `HostSNI(\`tcp.${host}\`)`, entrypoints: "websecure", tls: "true" })),
  stream("beats-an-expression", ({ container, router, host }) => {
    setLabel(container.labels, `${router}.rule`, `HostRegexp(\`^${host.replaceAll(".", "\\.")}$\`)`);
    return { rule: `HostSNI(\`${host}\`)`, entrypoints: "websecure", tls: "true" };
  }),
  stream("no-entry-point", () => ({ rule: "HostSNI(`*`)" })),
  stream("expression", ({ host }) => ({
    rule: `HostSNIRegexp(\`^tcp\\.${host.replaceAll(".", "\\.")}$\`)`,
    entrypoints: "websecure,lan",
    tls: "true",
  })),
  stream("passthrough", ({ host }) => ({
    rule: `HostSNI(\`tcp.${host}\`)`,
    entrypoints: "websecure",
    "tls.passthrough": "true",
  })),
  onService(
    "no-entry-points",
    ["explicit-entry-point"],
    ["outpost", "plain"],
    ({ container: { labels }, router }, dice) => {
      setLabel(labels, `${router}.entrypoints`, dice.pick([undefined, undefined, ""]));
      return true;
    },
  ),
  onService(
    "indexed-entry-points",
    ["explicit-entry-point"],
    ["outpost", "plain"],
    ({ container: { labels }, router }) => {
      setLabel(labels, `${router}.entrypoints`, undefined);
      labels[`${router}.entrypoints[0]`] = "websecure";
      return true;
    },
  ),
  onService(
    "other-entry-point",
    ["gate-entry-point"],
    ["outpost", "plain", "lost"],
    ({ container: { labels }, router }, dice) => {
      setLabel(labels, `${router}.entrypoints`, dice.pick(["lan", "websecure,lan", "web,websecure,lan"]));
      return true;
    },
  ),
  onService(
    "other-entry-point-excluded",
    ["gate-entry-point"],
    ["lost", "plain"],
    ({ container: { labels }, router }) => {
      setLabel(labels, `${router}.entrypoints`, "lan");
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService(
    "client-is-gone",
    ["oidc-client"],
    ["open"],
    ({ service }, _dice, fleet) => {
      fleet.oidcHosts = fleet.oidcHosts.filter((host) => !service.hosts.includes(host));
      service.mode = "domain";
      return true;
    },
    ["oidc"],
  ),
  onService("oidc-without-client", ["oidc-client"], ["open"], ({ container: { labels }, router }, dice, fleet) => {
    setLabel(labels, "sso.access", "oidc");
    labels[dice.pick(["sso.client", "sso.preset"])] = "grafana";
    setLabel(labels, `${router}.middlewares`, "strip-identity@docker");
    fleet.oidcHosts.push("another.example.com");
    return true;
  }),
  onService(
    "exclusion-over",
    ["exclusion-current"],
    ["open"],
    ({ container: { labels }, service }, dice) => {
      labels["sso.until"] = dice.pick(["2020-01-01", "2026-11-22", "2025-12-31"]);
      service.mode = "domain";
      return true;
    },
    ["excluded"],
  ),
  {
    id: "guest-page-over",
    breaks: ["exclusion-current"],
    shows: ["open"],
    apply: (_dice, fleet) => {
      if (fleet.containers.some(({ name }) => name === "intruder")) return false;
      addIntruder(fleet, { "sso.until": "2026-01-31" });
      const service = fleet.services.at(-1);
      if (service) service.mode = "domain";
      return true;
    },
  },
];
