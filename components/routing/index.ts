/** The pure model of what Traefik serves and who may reach it: no Pulumi import, no input or output. */
export type { AccessDecision, AccessMode, ExcludedDecision, ParsedAccess } from "./access";
export { ACCESS_MODES, decisionProblems, parseAccess, reasonProblem, renderAccess } from "./access";
export { RoutingError } from "./error";
export { IDENTITY_HEADERS, IDENTITY_HEADERS_REGEX, IDENTITY_JWT_HEADER } from "./identityHeaders";
export * from "./labels";
export { OUTPOST_PATH_PREFIX, OUTPOST_PRIORITY, outpostRule } from "./outpostRule";
