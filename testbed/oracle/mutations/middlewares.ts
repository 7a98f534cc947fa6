/** The gate's middlewares changed, and identities that somebody else states. */
import { LOGIN, STRIP } from "../fleet/gate";
import { APP_PORT, AUTH_ADDRESS, SERVER_ADDRESS } from "../fleet/model";
import { FORGER } from "../real/apps";
import { addIntruder, append, type Mutation, onService, onTraefik, setLabel } from "./mutation";

const DEFINITION = ["middleware-definition"];
const CHAIN = ["chain-order"];
const IDENTITY = ["identity-headers"];
const AUTH = "traefik.http.middlewares.authentik.forwardauth";
const STRIPPER = "traefik.http.middlewares.strip-identity.headers.customrequestheaders";

function redefined(id: string, options: Readonly<Record<string, string>>): Mutation {
  return onService(`redefined-${id}`, DEFINITION, ["lost", "open"], ({ container: { labels } }) => {
    for (const [option, value] of Object.entries(options)) {
      labels[`traefik.http.middlewares.authentik.${option}`] = value;
    }
    return true;
  });
}

/** A middleware that runs after the login. */
function after(id: string, options: Readonly<Record<string, string>>, how: "direct" | "chain" = "direct"): Mutation {
  return onService(`after-login-${id}`, CHAIN, ["forged"], ({ container: { labels }, router, name }) => {
    const own = `${name}-after`;
    for (const [option, value] of Object.entries(options)) labels[`traefik.http.middlewares.${own}.${option}`] = value;
    if (how === "direct") append(labels, router, `${own}@docker`);
    else {
      labels[`traefik.http.middlewares.${own}-chain.chain.middlewares`] = `${own}@docker`;
      append(labels, router, `${own}-chain@docker`);
    }
    return true;
  });
}

const SAYS_ADMIN = { "headers.customrequestheaders.X-authentik-username": "administrator" };

export const MIDDLEWARE_MUTATIONS: readonly Mutation[] = [
  onTraefik("always-yes-address", DEFINITION, ["open"], (labels, dice, fleet) => {
    const app = dice.pick(fleet.containers).address;
    const page = `http://${SERVER_ADDRESS}:${APP_PORT}/healthy`;
    setLabel(labels, `${AUTH}.address`, dice.pick([page, `http://${app}:${APP_PORT}/`]));
    return true;
  }),
  onTraefik("ping-address", DEFINITION, ["open"], (labels) => {
    setLabel(labels, `${AUTH}.address`, AUTH_ADDRESS.replace("auth/traefik", "ping"));
    return true;
  }),
  onTraefik("some-headers-only", DEFINITION, ["forged"], (labels) => {
    setLabel(labels, `${AUTH}.authresponseheaders`, "X-authentik-email,X-authentik-name");
    setLabel(labels, `${AUTH}.authresponseheadersregex`, undefined);
    return true;
  }),
  onTraefik("no-headers", DEFINITION, ["forged"], (labels) => {
    setLabel(labels, `${AUTH}.authresponseheaders`, undefined);
    setLabel(labels, `${AUTH}.authresponseheadersregex`, undefined);
    return true;
  }),
  onTraefik("expression-in-lower-case", DEFINITION, ["forged"], (labels) => {
    setLabel(labels, `${AUTH}.authresponseheaders`, undefined);
    setLabel(labels, `${AUTH}.authresponseheadersregex`, "^x-authentik-");
    return true;
  }),
  onTraefik("another-type", DEFINITION, ["open"], (labels) => {
    for (const key of Object.keys(labels)) if (key.startsWith(AUTH)) delete labels[key];
    labels["traefik.http.middlewares.authentik.headers.framedeny"] = "true";
    return true;
  }),
  onTraefik("two-types", DEFINITION, ["lost"], (labels) => {
    labels["traefik.http.middlewares.authentik.compress"] = "true";
    return true;
  }),
  onTraefik("not-defined", DEFINITION, ["lost"], (labels) => {
    for (const key of Object.keys(labels)) if (key.startsWith(AUTH)) delete labels[key];
    return true;
  }),
  onTraefik("strip-some-only", DEFINITION, ["forged"], (labels, dice, fleet) => {
    if (!fleet.services.some(({ mode }) => mode === "excluded" || mode === "oidc" || mode === "paths")) return false;
    const header = dice.pick(["X-authentik-username", "X-authentik-uid", "X-authentik-meta-app"]);
    setLabel(labels, `${STRIPPER}.${header}`, dice.pick([undefined, "administrator"]));
    return true;
  }),
  redefined("address", { "forwardauth.address": `http://${SERVER_ADDRESS}:${APP_PORT}/` }),
  redefined("type", { "headers.framedeny": "true" }),
  redefined("chain", { "chain.middlewares": STRIP }),
  {
    id: "strip-redefined",
    breaks: DEFINITION,
    shows: ["lost", "forged"],
    apply: (_dice, fleet) => {
      if (fleet.containers.some(({ name }) => name === "intruder")) return false;
      addIntruder(fleet, { "traefik.http.middlewares.strip-identity.headers.framedeny": "true" });
      return true;
    },
  },
  after("says-who", SAYS_ADMIN),
  after("says-who-in-chain", SAYS_ADMIN, "chain"),
  after("says-who-in-capitals", { "headers.customRequestHeaders.X-AUTHENTIK-USERNAME": "administrator" }),
  after("says-who-by-alias", { "headers.customrequestheaders.X_authentik_username": "administrator" }),
  after("asks-another", {
    "forwardauth.address": `http://${SERVER_ADDRESS}:${APP_PORT}${FORGER}`,
    "forwardauth.authresponseheaders": "X-Authentik-Username",
  }),
  onService("service-says-who", CHAIN, ["forged"], ({ container: { labels }, name }) => {
    labels[`traefik.http.middlewares.${name}-after.headers.customrequestheaders.X-Authentik-Username`] =
      "administrator";
    labels[`traefik.http.services.${name}.middlewares`] = `${name}-after@docker`;
    return true;
  }),
  onService(
    "nothing-stripped",
    IDENTITY,
    ["forged"],
    ({ container: { labels }, router, name }, dice) => {
      setLabel(labels, `${router}.middlewares`, dice.pick([undefined, `${name}-gz@docker`]));
      labels[`traefik.http.middlewares.${name}-gz.compress`] = "true";
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService(
    "open-path-not-stripped",
    IDENTITY,
    ["forged"],
    ({ container: { labels }, name }) => {
      setLabel(labels, `traefik.http.routers.${name}-open.middlewares`, undefined);
      return true;
    },
    ["paths"],
  ),
  onService(
    "own-strip-too-small",
    IDENTITY,
    ["forged"],
    ({ container: { labels }, router, name }) => {
      const own = `traefik.http.middlewares.${name}-strip.headers.customrequestheaders`;
      labels[`${own}.X-authentik-email`] = "";
      setLabel(labels, `${router}.middlewares`, `${name}-strip@docker`);
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService(
    "open-and-says-who",
    CHAIN,
    ["forged"],
    ({ container: { labels }, router, name }) => {
      labels[`traefik.http.middlewares.${name}-guest.headers.customrequestheaders.X-authentik-username`] =
        "administrator";
      setLabel(labels, `${router}.middlewares`, `${STRIP},${name}-guest@docker`);
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService(
    "stripped-then-login",
    [],
    [],
    ({ container: { labels }, router }) => {
      setLabel(labels, `${router}.middlewares`, `${STRIP},${LOGIN}`);
      return true;
    },
    ["domain", "excluded"],
  ),
];
