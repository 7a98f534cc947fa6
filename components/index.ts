/**
 * One authentik login in front of every service behind Traefik.
 *
 * @example
 * import { SsoGate, ProtectedService, excluded } from "authentik-sso";
 */
export type { AccessArgs, AccessMode } from "./access";
export { application, domain, excluded, oidc } from "./access";
export type { ImageArgs, MemoryArgs } from "./containers";
export type { GateFacts, SsoContract } from "./contract";
export { CONTRACT_VERSION, parseContract } from "./contract";
export type { DnsRecordsArgs } from "./dnsRecords";
export { DnsRecords } from "./dnsRecords";
export type { OutpostRouterArgs } from "./outpostRouter";
export { OutpostRouter } from "./outpostRouter";
export { OIDC_PRESETS } from "./presets/oidc";
export type { AccountNote, OidcDelivery, OidcPreset, SuitedDecision } from "./presets/oidc/preset";
export type { OpenPaths } from "./presets/openPaths";
export { OPEN_PATHS } from "./presets/openPaths";
export { VERSION_FLOORS } from "./routing/versionFloors";
export { publicUrl, serviceHost } from "./service/address";
export type { ExternalServiceArgs } from "./service/externalService";
export { ExternalService } from "./service/externalService";
export type { ProtectedServiceArgs } from "./service/protectedService";
export { ProtectedService } from "./service/protectedService";
export { SsoGate } from "./ssoGate";
export type { AdoptTraefikArgs, DnsArgs, SsoGateArgs } from "./ssoGateArgs";
export { protectUndecided } from "./strictMode";
export type { AcmeArgs } from "./traefik/traefik";
export { IMAGES } from "./versions";
