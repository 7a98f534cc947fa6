import { known, readStaticConfiguration, UNKNOWN } from "../../../components/routing";
import { FLAGS, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";

/** Each flag is added to sound ones, where the last word counts. */
const FLAG_CASES: readonly { flag: string; says: RegExp }[] = [
  {
    flag: "--providers.docker.exposedbydefault=true",
    says: /Write '--providers\.docker\.exposedbydefault=false'/,
  },
  { flag: "--providers.docker.defaultrule=Host(`x`)", says: /Write '--providers\.docker\.defaultrule='/ },
  { flag: "--api.insecure", says: /serves its API on a port of its own.*Write '--api\.insecure=false'/s },
  {
    flag: "--entryPoints.websecure.forwardedHeaders.insecure=true",
    says: /'websecure' believes the forwardedheaders of everybody.*websecure\.forwardedheaders\.insecure=false'/s,
  },
  {
    flag: "--entrypoints.websecure.proxyprotocol.insecure=true",
    says: /'websecure' believes the proxyprotocol of everybody/,
  },
  {
    flag: "--entrypoints.websecure.http.aliasheadersstrategy=keep",
    says: /'websecure' keeps aliases of headers.*http\.aliasheadersstrategy=delete'/s,
  },
  { flag: "--entrypoints.websecure.http.sanitizepath=false", says: /http\.sanitizepath=true'/ },
  {
    flag: "--entrypoints.websecure.http.encodedcharacters.allowencodedslash=true",
    says: /lets an encoded slash through.*allowencodedslash=false'/s,
  },
  {
    flag: "--entrypoints.websecure.http.encodedcharacters.allowencodedpercent=true",
    says: /lets an encoded percent through.*allowencodedpercent=false'/s,
  },
  {
    flag: "--entrypoints.web.http.redirections.entrypoint.priority=10",
    says: /'web' has a redirect with a priority of its own/,
  },
  {
    flag: "--entrypoints.extra.address=:8080",
    says: /'extra' serves plain HTTP.*redirections\.entrypoint\.to=websecure'/s,
  },
  {
    flag: "--entrypoints.websecure.forwardedheaders.trustedips=0.0.0.0/0,10.0.0.1",
    says: /'websecure' believes the forwardedheaders of every address/,
  },
  { flag: "--entrypoints.web.allowacmebypass=true", says: /'web' lets a path past its redirect/ },
  { flag: "--entrypoints.websecure.observability.accesslogs=false", says: /is left out of the access log/ },
  { flag: "--accesslog=false", says: /writes no access log.*Write '--accesslog=true'/s },
  { flag: "--accesslog.filters.statuscodes=500", says: /leaves requests out of its access log/ },
  { flag: "--providers.docker.constraints=", says: /those that an image brings along.*`sso\.gate`,`sso`\)'/s },
  { flag: "--providers.swarm.exposedbydefault=true", says: /--providers\.swarm\.exposedbydefault=false/ },
  { flag: "--providers.rest.insecure=true", says: /takes routers from the provider 'rest'/ },
  { flag: "--providers.kubernetesIngress", says: /takes routers from the provider 'kubernetesingress'/ },
  { flag: "--providers.consul.endpoints=consul:8500", says: /takes routers from the provider 'consul'/ },
  { flag: "--metrics.prometheus.entrypoint=websecure", says: /serves its metrics on entry point 'websecure'/ },
  { flag: "--experimental.plugins.x.modulename=example.com/x", says: /runs plugins/ },
  { flag: "--core.defaultrulesyntax=v2", says: /in the language of its version 2/ },
];

/** What the added flag breaks besides: rules that nobody can read are no routers of the gate. */
const ALSO: Readonly<Record<string, readonly string[]>> = { "--core.defaultrulesyntax=v2": ["outpost-router"] };

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "flags in another case",
      view: stack([], {
        static: known(
          readStaticConfiguration(
            FLAGS.map((flag) =>
              flag.replace("--entrypoints", "--entryPoints").replace("exposedbydefault", "exposedByDefault"),
            ),
          ),
        ),
      }),
    },
    {
      what: "a flag apart from its value",
      view: stack([], {
        static: known(
          readStaticConfiguration(
            FLAGS.flatMap((flag) => (flag.includes("aliasheadersstrategy") ? flag.split("=") : [flag])),
          ),
        ),
      }),
    },
    {
      what: "header aliases rejected instead of deleted",
      view: stack([], {
        static: known(readStaticConfiguration(FLAGS.map((flag) => flag.replace("strategy=delete", "strategy=reject")))),
      }),
    },
  ],
  failing: [
    ...FLAG_CASES.map(({ flag, says }) => ({
      what: flag,
      view: stack([], { static: known(readStaticConfiguration([...FLAGS, flag])) }),
      breaks: ["static-configuration", ...(ALSO[flag] ?? [])],
      says,
    })),
  ],
  unknown: [{ what: "it is unknown", view: stack([], { static: UNKNOWN }), breaks: ["static-configuration"] }],
};
