import { known, UNKNOWN } from "../../../components/routing";
import { POSTGRES, stack, traefik } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, helper } from "../variations";

const mounts = (source: string, readOnly?: boolean) => ({
  mounts: [known({ source, target: "/x", ...(readOnly !== undefined && { readOnly }) })],
});
const timer = (networkMode: string) =>
  helper("timer", {
    name: known("sso-break-glass-grafana-timer"),
    networks: [],
    networkMode: known(networkMode),
    ...mounts("sso-break-glass"),
  });

export const fixture: InvariantFixture = {
  passing: [
    { what: "Traefik's own mounts", view: stack([traefik({}, mounts("sso-break-glass"))]) },
    { what: "the certificates on Traefik", view: stack([traefik({}, mounts("sso-acme"))]) },
    { what: "the database on Postgres", view: stack([{ ...POSTGRES, ...mounts("sso-database") }]) },
    { what: "the timer of an emergency route", view: stack([timer("none")]) },
    {
      what: "volumes of apps that only sound like it, and another gate's",
      view: stack([
        grafana({}, mounts("sso-break-glass-of-grafana")),
        helper("db", mounts("other-database")),
        helper("files", mounts("/srv/docker/volumes-of-sso/sso-break-glass")),
      ]),
    },
    { what: "monitoring that reads the whole host", view: stack([helper("node-exporter", mounts("/", true))]) },
  ],
  failing: [
    {
      what: "a service mounts the folder of emergency routes",
      view: stack([grafana({}, mounts("sso-break-glass"))]),
      breaks: ["gate-files"],
      says: /mounts 'sso-break-glass', which is the folder from which Traefik takes routers\..*Remove that mount: only traefik of the gate needs/s,
    },
    {
      what: "a service mounts it read-only",
      view: stack([grafana({}, mounts("sso-break-glass", true))]),
      breaks: ["gate-files"],
      says: /mounts 'sso-break-glass'/,
    },
    {
      what: "a helper that nobody reaches mounts its path on the host",
      view: stack([helper("backup", mounts("/var/lib/docker/volumes/./sso-break-glass//_data/"))]),
      breaks: ["gate-files"],
      says: /mounts '\/var\/lib\/docker\/volumes\/sso-break-glass\/_data', which shows the folder/,
    },
    ...["/", "/var/lib/docker", "/var/lib/docker/volumes/", "/mnt/../var", "/data/docker/volumes"].map((source) => ({
      what: `a helper mounts ${source}`,
      view: stack([helper("backup", mounts(source))]),
      breaks: ["gate-files"],
      says: /which shows the folder from which Traefik takes routers/,
    })),
    {
      what: "the database's volume is mounted by Traefik",
      view: stack([traefik({}, mounts("sso-database"))]),
      breaks: ["gate-files"],
      says: /is authentik's database\..*only postgres of the gate/s,
    },
    {
      what: "a helper mounts the certificates",
      view: stack([helper("exporter", mounts("sso-acme"))]),
      breaks: ["gate-files"],
      says: /is the keys of the certificates/,
    },
    {
      what: "a helper mounts authentik's files",
      view: stack([helper("exporter", mounts("sso-authentik-data"))]),
      breaks: ["gate-files"],
      says: /is authentik's files\..*only server and worker of the gate need/s,
    },
    {
      what: "a helper mounts the count of logins",
      view: stack([helper("exporter", mounts("sso-redis"))]),
      breaks: ["gate-files"],
      says: /is the count of logins/,
    },
    {
      what: "a container on a network has the name of a timer",
      view: stack([timer("bridge")]),
      breaks: ["gate-files"],
      says: /mounts 'sso-break-glass'/,
    },
  ],
  unknown: [
    {
      what: "a helper mounts something unknown, which may be all that Traefik mounts",
      view: stack([helper("backup", { mounts: [UNKNOWN] })]),
      breaks: ["gate-files"],
      says: /mounts something of which the source is unknown.*give a volume by 'volumeName'/s,
    },
    {
      what: "a helper mounts a volume of an unknown name",
      view: stack([helper("backup", { mounts: [known({ source: "", target: "/data", unknownVolume: true })] })]),
      breaks: ["gate-files"],
      says: /from its 'name' and not its 'id'/,
    },
  ],
};
