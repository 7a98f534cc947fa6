import type { GateFacts } from "../contract";
import { loginChain } from "../gateLabels";
import { GATE_LABEL } from "../routing/access";
import { parseLabels } from "../routing/labels";
import { fold } from "../routing/labels/tree";

/** A label as the Docker provider takes it. */
export interface Label {
  readonly label: string;
  readonly value: string;
}

/**
 * Puts the login in front of a container that Traefik publishes and that nobody decided about.
 *
 * The login comes first on each router, before the middlewares that are there; entry point and TLS are added where a
 * router names none. Rules, services and everything else stay as they are.
 *
 * @returns the labels, or `undefined` where nothing is to be done or nothing can be: the container is not published,
 *   carries a decision, or has labels that Traefik reads otherwise than they look, which the policy pack reports
 * @example undecidedLabels([{ label: "traefik.enable", value: "true" }, …], gate.facts)
 */
export function undecidedLabels(labels: readonly Label[], facts: GateFacts): Label[] | undefined {
  const values = new Map(labels.map(({ label, value }) => [label, value]));
  if (values.size !== labels.length) return undefined;
  if (labels.some(({ label }) => fold(label).startsWith("sso.") && label !== GATE_LABEL)) return undefined;
  const { enable, dropped, problems, routers } = parseLabels(Object.fromEntries(values));
  if (enable !== true || dropped !== undefined || problems.length > 0) return undefined;
  if (routers.size === 0) return undefined;

  const spelling = new Map(labels.map(({ label }) => [fold(label), label]));
  const set = (key: string, value: string) => values.set(spelling.get(fold(key)) ?? key, value);
  const login = loginChain(facts);
  for (const [name, router] of routers) {
    const others = (router.middlewares ?? []).filter(
      (item) => !login.includes(item) && !login.includes(`${item}@docker`),
    );
    set(`traefik.http.routers.${name}.middlewares`, [...login, ...others].join(","));
    if (router.entryPoints === undefined) set(`traefik.http.routers.${name}.entrypoints`, facts.entryPoint);
    if (router.tls === undefined) set(`traefik.http.routers.${name}.tls`, "true");
  }
  set("sso.access", "domain");
  set(GATE_LABEL, facts.prefix);
  return [...values].map(([label, value]) => ({ label, value })).sort((a, b) => (a.label < b.label ? -1 : 1));
}
