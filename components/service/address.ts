/** Where a service is reached: the same for containers, external services and reports. */
import type { GateFacts } from "../contract";
import { domainOf } from "../routing/gateDomains";

/** Host of a service: the one that was given, or its name under the gate's domain. */
export function serviceHost(gate: GateFacts, name: string, host: string | undefined): string {
  return host ?? `${name}.${gate.domain}`;
}

/** Public URL of a host behind the gate, on the port over which the login itself is reached. */
export function publicUrl(gate: GateFacts, host: string): string {
  const { port } = new URL(gate.authUrl);
  return `https://${host}${port === "" ? "" : `:${port}`}`;
}

/** Cloudflare zone that a host's record belongs to; empty where its domain's DNS is not managed. */
export function dnsZone(gate: GateFacts, host: string): string {
  const domain = domainOf(gate.domains, host);
  return domain === undefined || domain === gate.domain ? gate.dnsZoneId : (gate.furtherZoneIds?.[domain] ?? "");
}
