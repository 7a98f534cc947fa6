import { decisionOf, describe } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { literalHosts, parseRule } from "../rule";
import type { StaticConfiguration } from "../staticConfiguration";
import { isFalse, isTrue } from "../staticConfiguration";
import type { StackView } from "../view";
import { enumerate, finding, published, readContainers } from "./common";

/** The pack knows what it protects with. */
export const gateKnown: Invariant = {
  id: "gate-known",
  title: "The gate of the services is known",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects:
    "The check itself: without the gate nothing can be said about its domain, its middleware and its outpost router.",
  remediation:
    "Declare an SsoGate in this stack, or give the pack its contract: the output 'sso' of the stack that has it.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (view.gate) return [];
    const services = published(view).filter(({ labels }) => Object.keys(labels.routers).length > 0);
    if (services.length === 0) return [];
    return [
      finding("gate-known", undefined, undefined, {
        what: `${services.length} containers are published by Traefik (${enumerate(services.map(({ view: container }) => container.title))}), and no gate is known.`,
        why: "Neither its domain nor its outpost router can be checked.",
        fix: "Create an SsoGate in this stack, or write the gate stack's output 'sso' as 'contract' into the pack's configuration.",
      }),
    ];
  },
};

/** Services that log in themselves really do. */
export const oidcClient: Invariant = {
  id: "oidc-client",
  title: "A service that logs in by itself has a client in authentik",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects:
    "Against 'oidc' as another word for open: it counts only where authentik has a client that leads back to this very host.",
  remediation:
    "Create the client with a strict redirect URI on the service's host and bind its application to a group.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) =>
    published(view).flatMap((container): Finding[] => {
      if (decisionOf(container)?.mode !== "oidc") return [];
      const hosts = Object.values(container.labels.routers).flatMap(({ rule }) => {
        const parsed = parseRule(rule ?? "");
        return parsed.ok ? (literalHosts(parsed.rule) ?? [""]) : [""];
      });
      const proven = (host: string) =>
        view.oidcClients.some(
          ({ redirectHosts, bound }) => bound && redirectHosts.known && redirectHosts.value.includes(host),
        );
      const open = [...new Set(hosts.filter((host) => !proven(host)))];
      if (open.length === 0) return [];
      return [
        finding("oidc-client", container, undefined, {
          what: `${describe(container.view)} says 'sso.access=oidc', and authentik has no bound client with a strict redirect URI on ${enumerate(open.map((host) => host || "its host (which is no literal Host())"))}.`,
          why: "Nothing shows that it asks for a login, so it counts as open.",
          fix: "Create a ProviderOauth2 with that redirect URI (matchingMode strict), an application and a binding; until then use domain().",
        }),
      ];
    }),
};

/** Traefik itself publishes nothing by default and believes nobody. */
export const staticConfiguration: Invariant = {
  id: "static-configuration",
  title: "Traefik's own configuration leaves no way round the login",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects:
    "Against what no label shows: containers published by default, an open API, plain HTTP, forwarded headers that any client may send.",
  remediation: "Let SsoGate run Traefik, or give an adopted one the flags that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (!view.gate || readContainers(view).length === 0) return [];
    return staticProblems(view).map(({ what, why, fix }) =>
      finding("static-configuration", undefined, undefined, { what, why, fix }),
    );
  },
};

interface StaticProblem {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

function staticProblems(view: StackView): StaticProblem[] {
  if (!view.static.known) {
    return [
      {
        what: "Traefik's static configuration is unknown.",
        why: "Its defaults publish every container on every entry point.",
        fix: "Write plain flags as the command of Traefik's container; for a Traefik of another stack or host, as 'adoptTraefik.staticConfiguration' of SsoGate.",
      },
    ];
  }
  const configuration = view.static.value;
  const { flags } = configuration;
  const found: StaticProblem[] = [];
  if (configuration.exposedByDefault) {
    found.push({
      what: "Traefik publishes containers that do not ask for it.",
      why: "A container without a single label is then served to everybody.",
      fix: fixText("providers.docker.exposedbydefault=false"),
    });
  }
  if (configuration.defaultRule) {
    found.push({
      what: "Traefik gives containers without a rule a default one.",
      why: "Such a router has no login in front of it.",
      fix: fixText("providers.docker.defaultrule="),
    });
  }
  if (isTrue(flags.get("api.insecure"))) {
    found.push({
      what: "Traefik serves its API on a port of its own.",
      why: "It shows everything that Traefik serves, without a login.",
      fix: fixText("api.insecure=false"),
    });
  }
  for (const point of configuration.entryPoints.values()) found.push(...entryPointProblems(configuration, point.name));
  return found;
}

function entryPointProblems(configuration: StaticConfiguration, name: string): StaticProblem[] {
  const { flags } = configuration;
  const prefix = `entrypoints.${name}`;
  const found: StaticProblem[] = [];
  const add = (what: string, why: string, flag: string) =>
    found.push({ what: `entry point '${name}' ${what}`, why, fix: fixText(flag) });
  for (const source of ["forwardedheaders", "proxyprotocol"]) {
    if (isTrue(flags.get(`${prefix}.${source}.insecure`))) {
      const why = "A client then chooses the host and path that authentik judges, and its own address.";
      add(`believes the ${source} of everybody.`, why, `${prefix}.${source}.insecure=false`);
    }
  }
  if (!["delete", "reject"].includes(flags.get(`${prefix}.http.aliasheadersstrategy`) ?? "")) {
    const why = "X_authentik_username reaches a service as X-authentik-username does, and nothing replaces it.";
    add("keeps aliases of headers.", why, `${prefix}.http.aliasheadersstrategy=delete`);
  }
  if (isFalse(flags.get(`${prefix}.http.sanitizepath`))) {
    add(
      "does not resolve dots in paths.",
      "A path can then end somewhere else than where it was judged.",
      `${prefix}.http.sanitizepath=true`,
    );
  }
  for (const character of ["slash", "percent"]) {
    if (!isFalse(flags.get(`${prefix}.http.encodedcharacters.allowencoded${character}`))) {
      const why = "Traefik and the service can read such a path differently.";
      add(
        `lets an encoded ${character} through.`,
        why,
        `${prefix}.http.encodedcharacters.allowencoded${character}=false`,
      );
    }
  }
  const redirect = `${prefix}.http.redirections.entrypoint`;
  const isPlain = configuration.entryPoints.get(name)?.tls !== true && name !== "traefik";
  if (isPlain && flags.get(`${redirect}.to`) === undefined) {
    add("serves plain HTTP.", "A router that lands on it is served without TLS.", `${redirect}.to=websecure`);
  }
  if (flags.get(`${redirect}.priority`) !== undefined) {
    add(
      "has a redirect with a priority of its own.",
      "Routers with a larger one are served over plain HTTP.",
      `${redirect}.to=websecure (and no priority)`,
    );
  }
  return found;
}

function fixText(flag: string): string {
  return `Write '--${flag}' on Traefik's command line.`;
}
