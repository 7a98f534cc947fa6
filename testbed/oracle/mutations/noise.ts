/** Labels at random: nobody knows beforehand what Traefik makes of them. */
import type { Dice } from "../dice";
import { LOGIN, STRIP } from "../fleet/gate";
import { APP_PORT, type Fleet, type FleetContainer } from "../fleet/model";
import { randomRule } from "../fleet/rules";
import { addIntruder, getLabel, INTRUDER_ROUTER, type Mutation, setLabel, type Victim, victimOf } from "./mutation";

function noise(id: string, change: (dice: Dice, fleet: Fleet, victim: Victim) => void): Mutation {
  return {
    id: `noise-${id}`,
    breaks: [],
    shows: [],
    apply: (dice, fleet) => {
      const victim = victimOf(dice, fleet, ["domain", "domain", "paths", "excluded", "external", "oidc"]);
      if (!victim) return false;
      change(dice, fleet, victim);
      return true;
    },
  };
}

const PRIORITIES = ["1", "50", "100", "9000", "100000", "-5", "0", "1000000000", "1000000001", "9223372036854774807"];
const POINTS = [
  "web",
  "websecure",
  "lan",
  "websecure,lan",
  "web,websecure",
  "nowhere",
  "WebSecure",
  " websecure , lan",
];

/** References to middlewares, most of which are there. */
function chain(dice: Dice, { container, name }: Victim): string {
  const own = `traefik.http.middlewares.${name}-own`;
  const options = ["compress=true", "addprefix.prefix=/p", "stripprefix.prefixes=/api", "headers.framedeny=true"];
  const [option = "", value = ""] = dice.pick(options).split("=");
  container.labels[`${own}.${option}`] = value;
  container.labels[`traefik.http.middlewares.${name}-list.chain.middlewares`] = dice.pick([
    LOGIN,
    `${name}-own`,
    `${LOGIN},${name}-own`,
    `${name}-own,${LOGIN}`,
  ]);
  const parts = [
    LOGIN,
    "authentik",
    STRIP,
    `${name}-own@docker`,
    `${name}-list`,
    "gone@docker",
    "Authentik@docker",
    "",
  ];
  return dice
    .shuffled(parts)
    .slice(0, 1 + dice.below(3))
    .join(dice.pick([",", ", "]));
}

function serviceReference(dice: Dice, fleet: Fleet, name: string): string {
  const other = dice.pick(fleet.containers).name;
  return dice.pick([
    name,
    `${name}@docker`,
    other,
    other.replace(/^sso-/, ""),
    "authentik",
    "api@internal",
    "noop@internal",
  ]);
}

/** Another spelling of a key, beside or in the place of the first. */
function respell(dice: Dice, container: FleetContainer): void {
  const keys = Object.keys(container.labels);
  if (keys.length === 0) return;
  const key = dice.pick(keys);
  const spelt = [...key].map((letter, at) => (at > 7 && dice.chance(30) ? letter.toUpperCase() : letter)).join("");
  const value = container.labels[key] ?? "";
  if (dice.chance(50)) delete container.labels[key];
  container.labels[spelt] = dice.chance(60) ? value : dice.pick(["", "true", STRIP, "websecure", LOGIN]);
}

export const NOISE: readonly Mutation[] = [
  noise("rule", (dice, fleet, { container, router }) => {
    setLabel(container.labels, `${router}.rule`, randomRule(dice, fleet));
    if (dice.chance(40)) setLabel(container.labels, `${router}.priority`, dice.pick(PRIORITIES));
  }),
  noise("intruder-rule", (dice, fleet) => {
    if (fleet.containers.some(({ name }) => name === "intruder")) return;
    addIntruder(fleet, {
      [`${INTRUDER_ROUTER}.rule`]: randomRule(dice, fleet),
      [`${INTRUDER_ROUTER}.priority`]: dice.chance(60) ? dice.pick(PRIORITIES) : undefined,
    });
  }),
  noise("second-router", (dice, fleet, { container, name }) => {
    const router = `traefik.http.routers.${name}-noise`;
    container.labels[`${router}.rule`] = randomRule(dice, fleet);
    container.labels[`${router}.entrypoints`] = dice.pick(POINTS);
    if (dice.chance(60)) container.labels[`${router}.middlewares`] = dice.pick([LOGIN, STRIP, "authentik"]);
    if (dice.chance(70)) container.labels[`${router}.service`] = serviceReference(dice, fleet, name);
    if (dice.chance(30)) container.labels[`${router}.priority`] = dice.pick(PRIORITIES);
  }),
  noise("chain", (dice, _fleet, victim) => {
    setLabel(victim.container.labels, `${victim.router}.middlewares`, chain(dice, victim));
  }),
  noise("entry-points", (dice, _fleet, { container, router }) => {
    setLabel(container.labels, `${router}.entrypoints`, dice.pick(POINTS));
    if (dice.chance(50))
      setLabel(container.labels, `${router}.tls`, dice.pick([undefined, "true", "false", "yes", "1"]));
  }),
  noise("service", (dice, fleet, { container, router, name }) => {
    setLabel(container.labels, `${router}.service`, serviceReference(dice, fleet, name));
    if (dice.chance(40)) {
      container.labels[
        `traefik.http.services.${serviceReference(dice, fleet, name).replace(/@.*/, "")}.loadbalancer.server.port`
      ] = String(APP_PORT);
    }
  }),
  noise("address", (dice, fleet, { container, name }) => {
    const { address } = dice.pick(fleet.containers);
    setLabel(container.labels, `traefik.http.services.${name}.loadbalancer.server.port`, undefined);
    container.labels[`traefik.http.services.${name}.loadbalancer.server.url`] = `http://${address}:${APP_PORT}`;
  }),
  noise("spelling", (dice, _fleet, { container }) => {
    for (let times = 1 + dice.below(3); times > 0; times--) respell(dice, container);
  }),
  noise("dropped-label", (dice, _fleet, { container }) => {
    const keys = Object.keys(container.labels);
    if (keys.length > 0) delete container.labels[dice.pick(keys)];
  }),
  noise("gate-label", (dice, fleet) => {
    const container = dice.pick(fleet.containers.slice(0, 2));
    const key = dice.pick(Object.keys(container.labels));
    if (dice.chance(50)) respell(dice, container);
    else container.labels[key] = dice.pick(["", "true", "false", "websecure", "lan", "1", LOGIN, "PathPrefix(`/`)"]);
  }),
  noise("label-of-another", (dice, fleet, { container, name }) => {
    const other = dice.pick(fleet.containers);
    const entries = Object.entries(other.labels).filter(([key]) => key.startsWith("traefik.http."));
    for (const [key, value] of dice.shuffled(entries).slice(0, 3)) container.labels[key] = value;
    if (dice.chance(30)) container.labels[`traefik.http.services.${name}.middlewares`] = LOGIN;
  }),
  noise("stream", (dice, fleet, { container, name, host }) => {
    const router = `traefik.tcp.routers.${name}`;
    container.labels[`${router}.rule`] = dice.pick([
      "HostSNI(`*`)",
      `HostSNI(\`${host}\`)`,
      "HostSNIRegexp(`.+`)",
      "ClientIP(`127.0.0.1`)",
      "!HostSNI(`a.example.com`)",
      "HostSNI(`*`) && ClientIP(`10.0.0.0/8`)",
    ]);
    container.labels[`${router}.entrypoints`] = dice.pick(POINTS);
    if (dice.chance(60)) container.labels[`${router}.tls`] = "true";
    if (dice.chance(60)) container.labels[`traefik.tcp.services.${name}.loadbalancer.server.port`] = String(APP_PORT);
    if (dice.chance(40)) container.labels[`${router}.service`] = serviceReference(dice, fleet, name);
  }),
  noise("decision", (dice, _fleet, { container, router, service }) => {
    const before = getLabel(container.labels, `${router}.middlewares`);
    setLabel(container.labels, `${router}.middlewares`, dice.pick([STRIP, before]));
    const meant = getLabel(container.labels, "sso.access");
    const written = dice.pick(["excluded", "oidc", "gate", "domain", "application", ""]);
    setLabel(container.labels, "sso.access", written);
    // A decision that the author did not mean: whatever is open now is open by mistake.
    if (written !== meant && (service.mode === "excluded" || service.mode === "oidc")) service.mode = "domain";
  }),
];
