/** The pure model of what Traefik serves and who may reach it: no Pulumi import, no input or output. */
export { RoutingError } from "./error";
export * from "./labels";
export { OUTPOST_PATH_PREFIX, OUTPOST_PRIORITY, outpostRule } from "./outpostRule";
