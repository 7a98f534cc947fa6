/** Where a service is reached: the same for containers, external services and reports. */
import type { GateFacts } from "../contract";

/** Host of a service: the one that was given, or its name under the gate's domain. */
export function serviceHost(gate: GateFacts, name: string, host: string | undefined): string {
  return host ?? `${name}.${gate.domain}`;
}

/** Public URL of a host behind the gate, on the port over which the login itself is reached. */
export function publicUrl(gate: GateFacts, host: string): string {
  const { port } = new URL(gate.authUrl);
  return `https://${host}${port === "" ? "" : `:${port}`}`;
}
