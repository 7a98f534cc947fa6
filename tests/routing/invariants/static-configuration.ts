import { known, readStaticConfiguration, UNKNOWN } from "../../../components/routing";
import { FLAGS, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";

/** Each flag is added to sound ones, where the last word counts. */
const FLAG_CASES: readonly { flag: string; breaks?: readonly string[]; says: RegExp }[] = [
  {
    flag: "--providers.docker.exposedbydefault=true",
    // The database, which has no label at all, is then published as well.
    breaks: ["static-configuration", "service-decision"],
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
];

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
    ...FLAG_CASES.map(({ flag, breaks, says }) => ({
      what: flag,
      view: stack([], { static: known(readStaticConfiguration([...FLAGS, flag])) }),
      breaks: breaks ?? ["static-configuration"],
      says,
    })),
  ],
  unknown: [{ what: "it is unknown", view: stack([], { static: UNKNOWN }), breaks: ["static-configuration"] }],
};
