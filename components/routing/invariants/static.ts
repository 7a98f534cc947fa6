import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { LabelProvider, StaticConfiguration } from "../staticConfiguration";
import { isFalse, isTrue } from "../staticConfiguration";
import type { GateView, StackView } from "../view";
import { finding, readContainers } from "./common";
import { entryPointProblems } from "./staticEntryPoints";
import type { StaticProblem } from "./staticProblem";
import { flagFix } from "./staticProblem";

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
    return staticProblems(view, view.gate).map(({ what, why, fix }) =>
      finding("static-configuration", undefined, undefined, { what, why, fix }),
    );
  },
};

function staticProblems(view: StackView, gate: GateView): StaticProblem[] {
  if (!view.static.known) {
    return [
      {
        what: "Traefik's static configuration is unknown.",
        why: "Its defaults publish every container on every entry point.",
        fix: "Write plain flags as the command of Traefik's container, with no configuration file; for a Traefik of another stack or host, as 'adoptTraefik.staticConfiguration' of SsoGate.",
      },
    ];
  }
  const configuration = view.static.value;
  return [
    ...labelProviders(configuration).flatMap((name) => providerProblems(configuration, name, gate)),
    ...otherProviders(configuration),
    ...globalProblems(configuration),
    ...[...configuration.entryPoints.values()].flatMap((point) => entryPointProblems(configuration, point)),
  ];
}

/** Docker, unless only Swarm's provider is switched on. */
function labelProviders({ flags }: StaticConfiguration): LabelProvider[] {
  const used = (["docker", "swarm"] as const).filter((name) =>
    [...flags.keys()].some((flag) => flag === `providers.${name}` || flag.startsWith(`providers.${name}.`)),
  );
  return used.length > 0 ? used : ["docker"];
}

function providerProblems(configuration: StaticConfiguration, name: LabelProvider, gate: GateView): StaticProblem[] {
  const { exposedByDefault, defaultRule, constraints } = configuration.providers[name];
  const found: StaticProblem[] = [];
  if (exposedByDefault) {
    found.push({
      what: "Traefik publishes containers that do not ask for it.",
      why: "A container without a single label is then served to everybody.",
      fix: flagFix(`providers.${name}.exposedbydefault=false`),
    });
  }
  if (defaultRule !== "") {
    found.push({
      what: "Traefik gives containers without a rule a default one.",
      why: "Such a router has no login in front of it.",
      fix: flagFix(`providers.${name}.defaultrule=`),
    });
  }
  if (constraints === "" && gate.here) {
    found.push({
      what: "Traefik reads the labels of every container, those that an image brings along included.",
      why: "Medium: no program shows the labels of an image, so an image can publish itself; and another gate's containers on the same Docker Engine are taken for its own.",
      fix: flagFix(`providers.${name}.constraints=Label(\`sso.gate\`,\`${gate.prefix}\`)`),
    });
  }
  return found;
}

/** Their routers and services are in no label: of what they open, nothing can be said. */
function otherProviders({ flags }: StaticConfiguration): StaticProblem[] {
  const names = [...flags].flatMap(([flag, value]) => {
    const name = /^providers\.([a-z]+)(\.|$)/.exec(flag)?.[1];
    return name === undefined || (flag === `providers.${name}` && isFalse(value)) ? [] : [name];
  });
  return [...new Set(names)]
    .filter((name) => !["docker", "swarm", "file", "providersthrottleduration", "precedence"].includes(name))
    .map((name) => ({
      what: `Traefik also takes routers from the provider '${name}'.`,
      why: "Nothing here can read them: any of them may lead to a service without the login.",
      fix: `Remove '--providers.${name}' and everything below it from Traefik's command line, and use labels.`,
    }));
}

function globalProblems({ flags, entryPoints }: StaticConfiguration): StaticProblem[] {
  const found: StaticProblem[] = [];
  if (isTrue(flags.get("api.insecure"))) {
    found.push({
      what: "Traefik serves its API on a port of its own.",
      why: "It shows everything that Traefik serves, without a login.",
      fix: flagFix("api.insecure=false"),
    });
  }
  const metrics = flags.get("metrics.prometheus.entrypoint")?.toLowerCase();
  if (metrics !== undefined && metrics !== "traefik" && entryPoints.has(metrics)) {
    found.push({
      what: `Traefik serves its metrics on entry point '${metrics}'.`,
      why: "They name every router and service, without a login.",
      fix: "Remove '--metrics.prometheus.entrypoint', and keep the port of entry point 'traefik' unpublished.",
    });
  }
  if ([...flags.keys()].some((flag) => /^experimental\.(local)?plugins\./.test(flag))) {
    found.push({
      what: "Traefik runs plugins.",
      why: "A plugin is a program of somebody else's between the client and the login, and no label says what it does.",
      fix: "Remove '--experimental.plugins' and '--experimental.localplugins' from Traefik's command line.",
    });
  }
  if (flags.get("core.defaultrulesyntax") === "v2") {
    found.push({
      what: "Traefik reads rules in the language of its version 2.",
      why: "The same text means something else there, so no rule can be judged.",
      fix: "Remove '--core.defaultrulesyntax' from Traefik's command line.",
    });
  }
  return [...found, ...loggingProblems(flags)];
}

function loggingProblems(flags: ReadonlyMap<string, string>): StaticProblem[] {
  const on = [...flags].some(([flag, value]) =>
    flag === "accesslog" ? !isFalse(value) : flag.startsWith("accesslog."),
  );
  if (!on) {
    return [
      {
        what: "Traefik writes no access log.",
        why: "Low: nobody can see afterwards who asked for what.",
        fix: flagFix("accesslog=true"),
      },
    ];
  }
  const filters = [...flags.keys()].filter((flag) => flag.startsWith("accesslog.filters."));
  return filters.map((flag) => ({
    what: `Traefik leaves requests out of its access log ('--${flag}').`,
    why: "Low: what it leaves out cannot be seen afterwards.",
    fix: `Remove '--${flag}' from Traefik's command line.`,
  }));
}
