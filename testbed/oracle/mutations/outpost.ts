/** Every way to lose the outpost's path. */
import { OUTPOST_PRIORITY } from "../../../components/routing";
import { LOGIN } from "../fleet/gate";
import { APP_PORT, type Labels } from "../fleet/model";
import { INTRUDER_HOST, INTRUDER_ROUTER, type Mutation, onServer, onService, setLabel, withIntruder } from "./mutation";

const ID = ["outpost-router"];
const ROUTER = "traefik.http.routers.authentik-outpost";
const PREFIX = "PathPrefix(`/outpost.goauthentik.io/`)";

function changed(id: string, change: (labels: Labels) => void): Mutation {
  return onServer(`outpost-${id}`, ID, ["outpost"], (labels) => {
    change(labels);
    return true;
  });
}

const withRule = (id: string, rule: string): Mutation =>
  changed(id, (labels) => {
    setLabel(labels, `${ROUTER}.rule`, rule);
  });

export const OUTPOST_MUTATIONS: readonly Mutation[] = [
  changed("removed", (labels) => {
    for (const key of Object.keys(labels)) if (key.startsWith(`${ROUTER}.`)) delete labels[key];
  }),
  withRule("placeholder", `HostRegexp(\`{sub:[a-z0-9-]+}.example.com\`) && ${PREFIX}`),
  withRule("one-host", `Host(\`auth.example.com\`) && ${PREFIX}`),
  withRule("no-trailing-dot", `HostRegexp(\`^([a-z0-9-]+\\.)*example\\.com$\`) && ${PREFIX}`),
  withRule("one-level", `HostRegexp(\`^[a-z]\\.example\\.com\\.?$\`) && ${PREFIX}`),
  withRule("unreadable", `HostRegexp(\`^([a-z\`) && ${PREFIX}`),
  withRule(
    "another-prefix",
    "HostRegexp(`^([a-z0-9-]+\\.)*example\\.com\\.?$`) && PathPrefix(`/outpost.goauthentik.io/auth`)",
  ),
  withRule("exact-path", "HostRegexp(`^([a-z0-9-]+\\.)*example\\.com\\.?$`) && Path(`/outpost.goauthentik.io/`)"),
  withRule("needs-a-method", `HostRegexp(\`^([a-z0-9-]+\\.)*example\\.com\\.?$\`) && ${PREFIX} && Method(\`POST\`)`),
  withRule(
    "not-for-some",
    `HostRegexp(\`^([a-z0-9-]+\\.)*example\\.com\\.?$\`) && ${PREFIX} && !HostRegexp(\`^[a-m]\`)`,
  ),
  changed("behind-the-login", (labels) => setLabel(labels, `${ROUTER}.middlewares`, LOGIN)),
  changed("other-entry-point", (labels) => setLabel(labels, `${ROUTER}.entrypoints`, "web")),
  changed("unknown-entry-point", (labels) => setLabel(labels, `${ROUTER}.entrypoints`, "https")),
  changed("unknown-service", (labels) => setLabel(labels, `${ROUTER}.service`, "authentic")),
  changed("low-priority", (labels) => setLabel(labels, `${ROUTER}.priority`, "1")),
  changed("unknown-middleware", (labels) => setLabel(labels, `${ROUTER}.middlewares`, "security@file")),
  changed("typing-error", (labels) => {
    labels[`${ROUTER}.rulez`] = "x";
  }),
  withIntruder("outpost-name-twice", ["service-owner"], ["outpost"], () => ({
    "traefik.http.routers.authentik-outpost.rule": `Host(\`intruder.example.com\`) && ${PREFIX}`,
    "traefik.http.routers.authentik-outpost.entrypoints": "websecure",
    "traefik.http.routers.authentik-outpost.service": "intruder",
  })),
  withIntruder("outpost-service-twice", ["service-owner"], ["outpost", "open", "taken", "lost"], () => ({
    "traefik.http.services.authentik.loadbalancer.server.port": String(APP_PORT),
  })),
  onService("outpost-shorter-than-a-rule", ID, ["outpost"], ({ container, router, host }, _dice, fleet) => {
    const server = fleet.containers.find(({ labels }) => `${ROUTER}.priority` in labels);
    if (!server) return false;
    setLabel(server.labels, `${ROUTER}.priority`, undefined);
    const more = ["a", "b", "c", "d", "e", "f"].map((letter) => `Host(\`${letter}.${host}\`)`);
    setLabel(container.labels, `${router}.rule`, [`Host(\`${host}\`)`, ...more].join(" || "));
    return true;
  }),
  withIntruder("outpost-another-service", ID, ["outpost"], () => ({
    "traefik.http.routers.authentik-outposts.rule": `HostRegexp(\`^([a-z0-9-]+\\.)*example\\.com$\`) && ${PREFIX}`,
    "traefik.http.routers.authentik-outposts.entrypoints": "websecure",
    "traefik.http.routers.authentik-outposts.tls": "true",
    "traefik.http.routers.authentik-outposts.priority": String(OUTPOST_PRIORITY + 1),
    "traefik.http.routers.authentik-outposts.service": "intruder",
  })),
  withIntruder("outpost-by-expression", ID, ["outpost", "taken"], () => ({
    [`${INTRUDER_ROUTER}.rule`]: `Host(\`${INTRUDER_HOST}\`) || PathRegexp(\`^/outpost[.]goauthentik\`)`,
    [`${INTRUDER_ROUTER}.priority`]: String(OUTPOST_PRIORITY + 5),
  })),
];
