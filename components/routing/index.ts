/** The pure model of what Traefik serves and who may reach it: no Pulumi import, no input or output. */
export type { AccessDecision, AccessMode, ExcludedDecision, ParsedAccess } from "./access";
export { ACCESS_MODES, parseAccess, renderAccess } from "./access";
export { decisionProblems, reasonProblem } from "./accessProblems";
export { isAddressRange, isEverybody, isShared } from "./addressRange";
export { check } from "./check";
export { RoutingError } from "./error";
export type { Exposure } from "./exposure";
export { exposure } from "./exposure";
export type { Finding } from "./finding";
export { findingText } from "./finding";
export { IDENTITY_HEADERS, IDENTITY_HEADERS_REGEX, IDENTITY_JWT_HEADER } from "./identityHeaders";
export type { FrameworkReference, Invariant, Severity } from "./invariant";
export { INVARIANTS } from "./invariants";
export * from "./labels";
export type { Leaf, Unknown } from "./leaf";
export { known, UNKNOWN, valueOr } from "./leaf";
export { OUTPOST_PATH_PREFIX, OUTPOST_PRIORITY, outpostRule } from "./outpostRule";
export type { RoutingRequest } from "./reachable";
export { reachable } from "./reachable";
export type { Answer, ResolvedRouter, Target } from "./resolve";
export { resolve } from "./resolve";
export * from "./rule";
export type { EntryPoint, LabelProvider, ProviderConfiguration, StaticConfiguration } from "./staticConfiguration";
export { isTraefik, readStaticConfiguration, staticConfigurationOf } from "./staticConfiguration";
export type {
  ApplicationView,
  ContainerView,
  DnsRecordView,
  GateMode,
  GateView,
  LabelView,
  MountView,
  OidcClientView,
  PortView,
  ProxyProviderView,
  RedirectUriView,
  StackView,
} from "./view";
export {
  authAddressOf,
  EXTERNAL_COMPONENT,
  GATE_COMPONENT,
  MIDDLEWARE,
  outpostNameOf,
  STRIP_MIDDLEWARE,
  serverNameOf,
} from "./view";
