/** Routers that answer for somebody else's host, and rules that match otherwise than they look. */
import { AUTH_HOST, containerOf } from "../fleet/model";
import {
  addIntruder,
  INTRUDER_HOST,
  type Mutation,
  onService,
  parentOf,
  INTRUDER_ROUTER as R,
  setLabel,
  victimOf,
  withIntruder,
} from "./mutation";

const OWNER = ["host-owner"];
const LANGUAGE = ["rule-language"];
const PRIORITY = ["priority-range"];

function rival(id: string, rule: (host: string) => string, priority?: number): Mutation {
  return withIntruder(`rival-${id}`, OWNER, ["taken", "open"], ({ host }) => ({
    [`${R}.rule`]: rule(host),
    ...(priority !== undefined && { [`${R}.priority`]: String(priority) }),
  }));
}

export const RIVAL_MUTATIONS: readonly Mutation[] = [
  rival("longer-rule", (host) => `Host(\`${host}\`) && PathPrefix(\`/\`) && !PathPrefix(\`/nowhere-at-all\`)`),
  rival("same-rule", (host) => `Host(\`${host}\`)`),
  rival("any-host", () => "HostRegexp(`^.+$`)", 50_000),
  rival("no-host", () => "PathPrefix(`/`)", 50_000),
  rival("not-a-host", () => `!Host(\`${INTRUDER_HOST}\`) && PathPrefix(\`/\`)`, 50_000),
  rival("wildcard", (host) => `Host(\`*.${parentOf(host)}\`)`, 50_000),
  rival("star", () => "Host(`*`)", 50_000),
  rival("choice", () => `Host(\`${INTRUDER_HOST}\`) || PathPrefix(\`/\`)`, 50_000),
  rival("upper-case", (host) => `HOST(\`${host.toUpperCase()}\`) && PATHPREFIX(\`/\`)`, 50_000),
  rival("trailing-dot", (host) => `Host(\`${host}.\`)`, 50_000),
  rival("by-method", (host) => `Host(\`${host}\`) && Method(\`POST\`)`, 50_000),
  rival("by-address", () => "ClientIP(`127.0.0.1/8`)", 50_000),
  rival("expression", (host) => `HostRegexp(\`(?i)^${(host.split(".")[0] ?? "").toUpperCase()}\\.\`)`, 50_000),
  rival("double-negation", (host) => `!(!Host(\`${host}\`))`, 50_000),
  rival("many-hosts", (host) => `Host(\`a.example.com\`) || Host(\`b.example.com\`) || Host(\`${host}\`)`),
  {
    id: "disabled-beside-broad",
    breaks: [...OWNER],
    shows: ["taken"],
    apply: (dice, fleet) => {
      const victim = fleet.services.find(({ mode }) => mode === "domain");
      if (!victim || fleet.containers.some(({ name }) => name === "intruder")) return false;
      const { labels } = containerOf(fleet, victim.container);
      setLabel(labels, `traefik.http.routers.${victim.container.replace(/^sso-/, "")}.middlewares`, "authentik@file");
      addIntruder(fleet, {
        [`${R}.rule`]: dice.pick(["PathPrefix(`/`)", "HostRegexp(`.+`)", "Host(`*`)"]),
        [`${R}.priority`]: "1",
      });
      return true;
    },
  },
  {
    id: "unhealthy-beside-broad",
    breaks: OWNER,
    shows: ["taken"],
    apply: (dice, fleet) => {
      const victim = victimOf(dice, fleet);
      if (!victim || fleet.containers.some(({ name }) => name === "intruder")) return false;
      victim.container.unhealthy = true;
      addIntruder(fleet, {
        [`${R}.rule`]: dice.pick([
          `Host(\`${victim.host}\`)`,
          "HostRegexp(`^.+$`)",
          `Host(\`*.${parentOf(victim.host)}\`)`,
        ]),
        [`${R}.priority`]: "1",
      });
      return true;
    },
  },
  withIntruder("above-the-gate", PRIORITY, ["taken", "outpost"], (_victim, dice) => ({
    [`${R}.rule`]: dice.pick([
      `Host(\`${AUTH_HOST}\`)`,
      "HostRegexp(`^.+\\.example\\.com$`)",
      "PathPrefix(`/outpost`)",
    ]),
    [`${R}.priority`]: dice.pick(["2000000000", "9223372036854774807", "1000000001"]),
  })),
  onService("own-outpost-path", PRIORITY, ["outpost"], ({ container: { labels }, router }, dice) => {
    setLabel(labels, `${router}.priority`, dice.pick(["1000000001", "2147483648", "9000000000000000000"]));
    return true;
  }),
  onService(
    "own-outpost-path-excluded",
    PRIORITY,
    ["outpost", "taken"],
    ({ container: { labels }, router, host }) => {
      setLabel(labels, `${router}.rule`, `Host(\`${host}\`) || PathPrefix(\`/outpost.\`)`);
      setLabel(labels, `${router}.priority`, "3000000000");
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService("unanchored", LANGUAGE, ["foreign"], ({ container: { labels }, router, host }, _dice, fleet) => {
    setLabel(labels, `${router}.rule`, `HostRegexp(\`${host.replaceAll(".", "\\.")}\`)`);
    fleet.probes.push({ host: `${host}.evil.net`, path: "/", kind: "foreign" });
    return true;
  }),
  onService("unescaped", LANGUAGE, ["foreign"], ({ container: { labels }, router, host }, _dice, fleet) => {
    setLabel(labels, `${router}.rule`, `HostRegexp(\`^${host}$\`)`);
    fleet.probes.push({ host: host.replaceAll(".", "x"), path: "/", kind: "foreign" });
    return true;
  }),
  onService("half-anchored", LANGUAGE, ["foreign"], ({ container: { labels }, router, host }, _dice, fleet) => {
    setLabel(labels, `${router}.rule`, `HostRegexp(\`^${host.replaceAll(".", "\\.")}|other\\.example\\.net$\`)`);
    fleet.probes.push({ host: `${host}.evil.net`, path: "/", kind: "foreign" });
    return true;
  }),
  onService("placeholder", LANGUAGE, ["lost"], ({ container: { labels }, router, host }, dice) => {
    const parent = parentOf(host);
    const matcher = dice.pick(["Host", "HostRegexp"]);
    setLabel(labels, `${router}.rule`, `${matcher}(\`{sub:[a-z0-9-]+}.${parent}\`)`);
    return true;
  }),
  onService("unreadable", LANGUAGE, ["lost"], ({ container: { labels }, router, host }, dice) => {
    const rule = dice.pick([
      `Hots(\`${host}\`)`,
      `HostRegexp(\`^[a-z\`)`,
      `Host(\`${host}\``,
      `Host(${host})`,
      `Host(\`${host}\`) & Path(\`/\`)`,
      `Host(\`${host}\`, \`b.example.com\`)`,
      `Headers(\`a\`, \`b\`)`,
      `HoST(\`${host}\`)`,
      `PathPrefix(\`api\`)`,
    ]);
    setLabel(labels, `${router}.rule`, rule);
    return true;
  }),
];
