/** Services without the login in front, or with something before it. */
import { LOGIN, OF_THIS_GATE, STRIP } from "../fleet/gate";
import { APP_PORT, appAddress, type Fleet } from "../fleet/model";
import { SKIPPED } from "../real/apps";
import { getLabel, type Mutation, onService, prepend, setLabel, type Victim } from "./mutation";

const ID = ["service-decision"];
const MIDDLEWARES = "traefik.http.middlewares";

/** Adds a second router of the service, for a path. */
function secondRouter({ container, service, name, host }: Victim, condition: string, middlewares?: string): void {
  const router = `traefik.http.routers.${name}-second`;
  const port = `traefik.http.services.${name}.loadbalancer.server.port`;
  Object.assign(container.labels, {
    [`${router}.rule`]: `Host(\`${host}\`) && ${condition}`,
    [`${router}.entrypoints`]: "websecure",
    [`${router}.tls`]: "true",
    ...(middlewares !== undefined && { [`${router}.middlewares`]: middlewares }),
    ...((getLabel(container.labels, port) !== undefined || service.mode === "external") && {
      [`${router}.service`]: name,
    }),
  });
}

/** Lets a middleware run before the login. */
function before(id: string, options: Readonly<Record<string, string>>): Mutation {
  return onService(`before-login-${id}`, ID, ["open"], ({ container, router, name }) => {
    for (const [option, value] of Object.entries(options)) {
      container.labels[`${MIDDLEWARES}.${name}-before.${option}`] = value === "SELF" ? `${name}@docker` : value;
    }
    prepend(container.labels, router, `${name}-before@docker`);
    return true;
  });
}

export const DECISION_MUTATIONS: readonly Mutation[] = [
  onService("no-middlewares", ID, ["open"], ({ container, router }) => {
    setLabel(container.labels, `${router}.middlewares`, undefined);
    return true;
  }),
  onService(
    "no-middlewares-external",
    ID,
    ["open"],
    ({ container, router }) => {
      setLabel(container.labels, `${router}.middlewares`, undefined);
      return true;
    },
    ["external"],
  ),
  onService("other-middleware-only", ID, ["open"], ({ container, router, name }) => {
    container.labels[`${MIDDLEWARES}.${name}-gz.compress`] = "true";
    setLabel(container.labels, `${router}.middlewares`, `${name}-gz@docker`);
    return true;
  }),
  onService("second-router-open", ID, ["open"], (victim, dice, fleet) => {
    const condition = dice.pick(["PathPrefix(`/open`)", "Path(`/open`)", "PathRegexp(`^/o.*n$`) && Method(`GET`)"]);
    secondRouter(victim, condition);
    fleet.probes.push({ host: victim.host, path: "/open" });
    return true;
  }),
  onService("second-router-by-header", ID, ["open"], (victim, _dice, fleet) => {
    secondRouter(victim, "Header(`X-Debug`, `1`)", STRIP);
    fleet.probes.push({ host: victim.host, path: "/", headers: { "X-Debug": "1" } });
    return true;
  }),
  onService("second-router-by-query", ID, ["open"], (victim, _dice, fleet) => {
    secondRouter(victim, "Query(`debug`, `1`)");
    fleet.probes.push({ host: victim.host, path: "/x?debug=1" });
    return true;
  }),
  onService("second-router-by-address", ID, ["open"], (victim) => {
    secondRouter(victim, "ClientIP(`127.0.0.0/8`)");
    return true;
  }),
  onService("second-router-by-method", ID, ["open"], (victim) => {
    secondRouter(victim, "Method(`POST`)");
    return true;
  }),
  before("errors", { "errors.status": "300-599", "errors.query": "/secret", "errors.service": "SELF" }),
  before("add-prefix", { "addprefix.prefix": SKIPPED }),
  before("replace-path", { "replacepath.path": `${SKIPPED}/x` }),
  before("replace-path-regex", { "replacepathregex.regex": "^/(.*)", "replacepathregex.replacement": `${SKIPPED}/$1` }),
  before("forwarded-uri", { "headers.customrequestheaders.X-Forwarded-Uri": `${SKIPPED}/x` }),
  onService("before-login-in-a-chain", ID, ["open"], ({ container: { labels }, router, name }) => {
    labels[`${MIDDLEWARES}.${name}-page.errors.status`] = "300-599";
    labels[`${MIDDLEWARES}.${name}-page.errors.query`] = "/secret";
    labels[`${MIDDLEWARES}.${name}-page.errors.service`] = `${name}@docker`;
    labels[`${MIDDLEWARES}.${name}-all.chain.middlewares`] = `${name}-page@docker,${LOGIN}`;
    setLabel(labels, `${router}.middlewares`, `${name}-all@docker`);
    return true;
  }),
  onService(
    "exclusion-too-wide",
    ID,
    ["open"],
    ({ container, name, host }, dice) => {
      const wide = dice.pick([
        `Host(\`${host}\`) && PathPrefix(\`/a\`)`,
        `Host(\`${host}\`) && (PathPrefix(\`/api/\`) || Method(\`POST\`))`,
        `Host(\`${host}\`) && !PathPrefix(\`/admin\`)`,
        `Host(\`${host}\`) && PathRegexp(\`api/\`) || Host(\`${host}\`) && Path(\`/api/health\`) || Host(\`${host}\`) && Path(\`/%2e%2e/secret\`)`,
        `Host(\`${host}\`) && PathRegexp(\`.\`)`,
      ]);
      setLabel(container.labels, `traefik.http.routers.${name}-open.rule`, wide);
      setLabel(container.labels, `traefik.http.routers.${name}-open.priority`, "9000");
      return true;
    },
    ["paths"],
  ),
  onService(
    "placeholder-reason",
    ID,
    ["open"],
    ({ container, service }, dice) => {
      setLabel(container.labels, "sso.reason", dice.pick(["todo", "", "tbd", "x", "...", "because"]));
      service.mode = "domain";
      return true;
    },
    ["excluded"],
  ),
  onService(
    "no-decision",
    ID,
    ["open"],
    ({ container, service }) => {
      for (const key of Object.keys(container.labels))
        if (key.startsWith("sso.") && key !== "sso.gate") delete container.labels[key];
      service.mode = "domain";
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService(
    "decision-in-upper-case",
    ID,
    ["open"],
    ({ container, service }) => {
      setLabel(container.labels, "sso.access", undefined);
      container.labels["SSO.access"] = "excluded";
      service.mode = "domain";
      return true;
    },
    ["excluded"],
  ),
  onService("claims-gate", ID, ["open"], ({ container, router }) => {
    for (const key of Object.keys(container.labels))
      if (key.startsWith("sso.") && key !== "sso.gate") delete container.labels[key];
    container.labels["sso.access"] = "gate";
    setLabel(container.labels, `${router}.middlewares`, undefined);
    return true;
  }),
  onService("login-of-service-only", ID, ["open", "lost"], ({ container, router, name }) => {
    setLabel(container.labels, `${router}.middlewares`, STRIP);
    container.labels[`traefik.http.services.${name}.middlewares`] = LOGIN;
    return true;
  }),
  {
    id: "raw-container",
    breaks: ID,
    shows: ["open"],
    apply: (dice, fleet) => addRaw(fleet, dice.pick(["true", "TRUE", "1", "t"])),
  },
];

/** A container that somebody started by hand: a rule and nothing else. */
function addRaw(fleet: Fleet, enable: string): boolean {
  if (fleet.containers.some(({ name }) => name === "by-hand")) return false;
  fleet.containers.push({
    name: "by-hand",
    address: appAddress(21),
    image: "registry.example/by-hand:1",
    network: "sso-apps",
    exposed: [APP_PORT],
    labels: {
      ...OF_THIS_GATE,
      "traefik.enable": enable,
      "traefik.http.routers.by-hand.rule": "Host(`by-hand.example.com`)",
      "traefik.http.routers.by-hand.entrypoints": "websecure",
    },
  });
  fleet.services.push({
    container: "by-hand",
    mode: "domain",
    hosts: ["by-hand.example.com"],
    openPaths: [],
    paths: [],
  });
  return true;
}
