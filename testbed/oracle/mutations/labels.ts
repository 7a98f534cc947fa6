/** Labels that Traefik reads otherwise than they look, and options that are the gate's business. */
import { LOGIN, STRIP } from "../fleet/gate";
import { APP_PORT } from "../fleet/model";
import { getLabel, INTRUDER_ROUTER, type Mutation, onServer, onService, setLabel, withIntruder } from "./mutation";

const READING = ["label-reading"];
const FORBIDDEN = ["forbidden-option"];

export const LABEL_MUTATIONS: readonly Mutation[] = [
  onService("indexed-list", READING, ["open"], ({ container: { labels }, router }) => {
    setLabel(labels, `${router}.middlewares`, undefined);
    labels[`${router}.middlewares[0]`] = LOGIN;
    return true;
  }),
  onService("empty-list", READING, ["open"], ({ container: { labels }, router }) => {
    setLabel(labels, `${router}.middlewares`, "");
    return true;
  }),
  onService("later-spelling-wins", READING, ["open"], ({ container: { labels }, router, name }, dice) => {
    const spelling = dice.pick(["Middlewares", "MIDDLEWARES", "middleWares"]);
    labels[`traefik.http.middlewares.${name}-gz.compress`] = "true";
    setLabel(labels, `${router}.middlewares`, `${name}-gz@docker`);
    labels[`${router}.${spelling}`] = LOGIN;
    return true;
  }),
  onService("later-router-spelling-wins", READING, ["open"], ({ container: { labels }, router, name }) => {
    labels[`traefik.http.middlewares.${name}-gz.compress`] = "true";
    setLabel(labels, `${router}.middlewares`, `${name}-gz@docker`);
    labels[`traefik.http.routers.${name.toUpperCase()}.middlewares`] = LOGIN;
    return true;
  }),
  onService("unknown-field", READING, ["lost"], ({ container: { labels }, router }, dice) => {
    const [field = "", value = ""] = dice.pick([
      ["middleware", LOGIN],
      ["rules", "Host(`a`)"],
      ["entrypoint", "websecure"],
    ]);
    labels[`${router}.${field}`] = value;
    return true;
  }),
  onService("unknown-option", READING, ["lost"], ({ container: { labels }, name }, dice) => {
    const option = dice.pick(["forwardauth.loguserheader", "headers.customheaders.X", "compress.level"]);
    labels[`traefik.http.middlewares.${name}-x.${option}`] = "x";
    return true;
  }),
  onService("root-in-upper-case", READING, ["lost"], ({ container: { labels }, name }, dice) => {
    labels[`${dice.pick(["Traefik", "TRAEFIK"])}.http.routers.${name}.priority`] = "10";
    return true;
  }),
  onService("list-with-gap", READING, ["lost"], ({ container: { labels }, router }, dice) => {
    setLabel(labels, `${router}.middlewares`, dice.pick([`${LOGIN},`, `,${LOGIN}`, `${LOGIN},,${STRIP}`]));
    return true;
  }),
  onService("enable-yes", READING, ["lost"], ({ container: { labels } }, dice) => {
    setLabel(labels, "traefik.enable", dice.pick(["yes", "on", "True!", ""]));
    return true;
  }),
  onService("bad-port", READING, ["lost"], ({ container: { labels }, name }, dice) => {
    const key = `traefik.http.services.${name}.loadbalancer.server.port`;
    if (getLabel(labels, key) === undefined) return false;
    setLabel(labels, key, dice.pick(["http", "80a", `${APP_PORT}/tcp`]));
    return true;
  }),
  onService("bad-number", READING, ["lost"], ({ container: { labels }, router }, dice) => {
    setLabel(labels, `${router}.priority`, dice.pick(["high", "1.5", "99999999999999999999"]));
    return true;
  }),
  onService("not-in-the-log", FORBIDDEN, ["unlogged"], ({ container: { labels }, router }, dice) => {
    labels[`${router}.${dice.pick(["observability.accesslogs", "observability.accessLogs"])}`] = dice.pick([
      "false",
      "0",
    ]);
    return true;
  }),
  onService(
    "not-in-the-log-excluded",
    FORBIDDEN,
    ["unlogged"],
    ({ container: { labels }, router }) => {
      labels[`${router}.observability.accesslogs`] = "false";
      return true;
    },
    ["excluded", "oidc"],
  ),
  onService("stopped-with-routers", FORBIDDEN, ["stopped"], ({ container, router }) => {
    container.stopped = true;
    container.labels["traefik.docker.allownonrunning"] = "true";
    setLabel(container.labels, `${router}.middlewares`, undefined);
    return true;
  }),
  withIntruder("old-rule-language", FORBIDDEN, ["taken"], () => ({
    [`${INTRUDER_ROUTER}.rule`]: "HostRegexp(`{any:.+}`)",
    [`${INTRUDER_ROUTER}.rulesyntax`]: "v2",
    [`${INTRUDER_ROUTER}.priority`]: "90000",
  })),
  onServer("old-outpost-language", [...FORBIDDEN, "outpost-router"], ["unlogged", "outpost"], (labels) => {
    labels["traefik.http.routers.authentik-outpost.rulesyntax"] = "v2";
    return true;
  }),
];
