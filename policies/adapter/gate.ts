import type { GateView, Leaf, StaticConfiguration } from "../../components/routing";
import {
  authAddressOf,
  GATE_COMPONENT,
  known,
  MIDDLEWARE,
  readStaticConfiguration,
  STRIP_MIDDLEWARE,
  serverNameOf,
  UNKNOWN,
  valueOr,
} from "../../components/routing";
import type { ResourceLike } from "./containers";
import type { Props } from "./read";
import { readObject, readText, readTexts, textOf } from "./read";

/** The gate, and what it says about Traefik's static configuration. */
export interface FoundGate {
  readonly gate: GateView;
  /** Flags of a Traefik that is not in this stack. */
  readonly static: Leaf<StaticConfiguration>;
}

/**
 * Finds the gate: the component in this stack, else the contract of the stack that has it.
 *
 * @param contract the value of that stack's output `sso`, from the pack's configuration
 */
export function findGate(resources: readonly ResourceLike[], contract: Props | undefined): FoundGate | undefined {
  for (const resource of resources) {
    if (resource.type !== GATE_COMPONENT) continue;
    const props: Props = resource.props;
    // Plain facts first: the contract holds ids as well, and so is unknown as a whole before the first update.
    for (const source of [readObject(props, "facts"), readObject(props, "contract")]) {
      const found = source && gateFrom(source, readObject(props, "traefik") ?? readObject(source, "traefik"), true);
      if (found) return found;
    }
  }
  return contract && gateFrom(contract, readObject(contract, "traefik"), false);
}

function gateFrom(facts: Props, traefik: Props | undefined, here: boolean): FoundGate | undefined {
  const domain = text(facts, "domain");
  if (domain === undefined) return undefined;
  const domains = readTexts(facts, "domains");
  const prefix = text(facts, "prefix") ?? "sso";
  const serverName = text(facts, "serverName") ?? serverNameOf(prefix);
  const gate: GateView = {
    here,
    domains: domains.known && domains.value.length > 0 ? domains.value : [domain],
    authHost: text(facts, "authHost") ?? `auth.${domain}`,
    entryPoint: text(facts, "entryPoint") ?? "websecure",
    middleware: text(facts, "middleware") ?? MIDDLEWARE,
    stripMiddleware: text(facts, "stripMiddleware") ?? STRIP_MIDDLEWARE,
    authAddress: authAddressOf(serverName),
    serverName,
    // Whatever cannot be read as the server's own is the one with more rules.
    outpost: [undefined, "embedded"].includes(valueOr(readText(facts, "outpost"), "unknown"))
      ? "embedded"
      : "standalone",
    // Whatever cannot be read as the milder mode is the stricter one.
    mode: [undefined, "opt-in"].includes(valueOr(readText(facts, "mode"), "unknown")) ? "opt-in" : "strict",
    prefix,
    network: leaf(facts, "network", `${prefix}-apps`),
    dnsTarget: leaf(facts, "dnsTarget", ""),
    ...(traefik && { traefikVersion: textOf(traefik, "version") }),
  };
  return { gate, static: staticFrom(traefik) };
}

function staticFrom(traefik: Props | undefined): Leaf<StaticConfiguration> {
  const flags = traefik && readTexts(traefik, "staticConfiguration");
  return flags?.known && flags.value.length > 0 ? known(readStaticConfiguration(flags.value)) : UNKNOWN;
}

function leaf(props: Props, name: string, otherwise: string): Leaf<string> {
  const value = readText(props, name);
  return value.known ? known(value.value ?? otherwise) : value;
}

function text(props: Props, name: string): string | undefined {
  const value = readText(props, name);
  return value.known && value.value !== "" ? value.value : undefined;
}
