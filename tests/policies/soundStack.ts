/** A small sound stack as resources, and ways to change one thing about it. */
import { excludedService, FLAGS, SERVER_LABELS, service, TRAEFIK_LABELS } from "../routing/fleet";
import type { Resource, Violation } from "./harness";
import { analyzeStack, CONTAINER, GATE_COMPONENT, labelList, UNKNOWN_TEXT } from "./harness";

export type Labels = Readonly<Record<string, string>>;

export function container(
  name: string,
  labels: Labels,
  more: Record<string, unknown> = {},
  components: readonly string[] = [],
): Resource {
  return {
    type: CONTAINER,
    name,
    components,
    props: { name: `sso-${name}`, image: `registry.example/${name}:1`, labels: labelList(labels), ...more },
  };
}

export const FACTS = {
  domain: "example.com",
  domains: ["example.com"],
  authHost: "auth.example.com",
  prefix: "sso",
  entryPoint: "websecure",
  middleware: "authentik@docker",
  stripMiddleware: "strip-identity@docker",
};
export const GATE: Resource = { type: GATE_COMPONENT, name: "sso", props: { facts: FACTS, contract: UNKNOWN_TEXT } };
const AUTHENTIK = "ghcr.io/goauthentik/server:2026.5.7";
export const SERVER = container("authentik-server", SERVER_LABELS, { image: AUTHENTIK }, [
  GATE_COMPONENT,
  "authentik-sso:index:Authentik",
]);
export const TRAEFIK = container("traefik", TRAEFIK_LABELS, { image: "traefik:v3.7.15", command: [...FLAGS] }, [
  GATE_COMPONENT,
  "authentik-sso:index:Traefik",
]);
export const GRAFANA = container("grafana", service("grafana"));
export const JELLYFIN = container("jellyfin", excludedService("jellyfin"));
export const STACK = [GATE, TRAEFIK, SERVER, GRAFANA, JELLYFIN];

/** The stack with resources of the same name replaced. */
export function changed(...resources: Resource[]): Resource[] {
  const names = resources.map(({ name }) => name);
  return [...STACK.filter(({ name }) => !names.includes(name)), ...resources];
}

export function mandatory(violations: readonly Violation[]): Violation[] {
  return violations.filter(({ policy }) => policy !== "sso-advisories");
}

/** What stops the update. */
export async function judged(resources: readonly Resource[], config: object = {}): Promise<Violation[]> {
  return mandatory(await analyzeStack(resources, config));
}
