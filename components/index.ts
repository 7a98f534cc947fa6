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
export type { AuditArgs, AuditTrailArgs } from "./login/auditTrail";
export { AuditTrail } from "./login/auditTrail";
export type { BrandArgs, GateBrandArgs } from "./login/brand";
export { GateBrand } from "./login/brand";
export type { BreakGlassAdminArgs, BreakGlassArgs } from "./login/breakGlassAdmin";
export { BreakGlassAdmin } from "./login/breakGlassAdmin";
export type { LoginArgs } from "./login/login";
export type { LoginFlowArgs } from "./login/loginFlow";
export { LoginFlow } from "./login/loginFlow";
export type { LogoutFlowArgs } from "./login/logoutFlow";
export { LogoutFlow } from "./login/logoutFlow";
export { MAIL_PRESETS } from "./login/mailSettings";
export type { PeopleArgs } from "./login/people";
export { People } from "./login/people";
export type { SsoGroupArgs, SsoUserArgs } from "./login/peopleModel";
export type { RecoveryArgs } from "./login/recovery";
export { Recovery } from "./login/recovery";
export type { SecondFactorArgs } from "./login/secondFactor";
export { SecondFactor } from "./login/secondFactor";
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
export type { AdoptTraefikArgs, DnsArgs, DomainArgs, SsoGateArgs } from "./ssoGateArgs";
export { protectUndecided } from "./strictMode";
export type { AcmeArgs } from "./traefik/traefik";
export { IMAGES } from "./versions";
