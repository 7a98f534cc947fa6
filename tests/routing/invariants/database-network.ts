import { known, UNKNOWN } from "../../../components/routing";
import { POSTGRES, server, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, helper } from "../variations";

const port = (ip: string) => known({ internal: 5432, ip, protocol: "tcp" });

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "authentik's worker on the database's network",
      view: stack([
        server({}, { id: "urn:worker", title: "worker", name: known("sso-authentik-worker"), labels: known([]) }),
      ]),
    },
    { what: "the database's port on the loopback address", view: stack([{ ...POSTGRES, ports: [port("127.0.0.1")] }]) },
    {
      what: "a network of which the name only begins in the same way",
      view: stack([grafana({}, { networks: [known("sso-apps"), known("sso-database-of-grafana")] })]),
    },
  ],
  failing: [
    {
      what: "a service joins the database's network",
      view: stack([grafana({}, { networks: [known("sso-apps"), known("sso-database")] })]),
      breaks: ["database-network"],
      says: /is on the network 'sso-database' of authentik's database\..*Take it off: only postgres, server, worker/s,
    },
    {
      what: "a container joins the network of the socket proxy by its network mode",
      view: stack([helper("tool", { networkMode: known("sso-socket") })]),
      breaks: ["database-network"],
      says: /'sso-socket' of the socket proxy/,
    },
    {
      what: "the database joins the services' network",
      view: stack([{ ...POSTGRES, networks: [known("sso-database"), known("sso-apps")] }]),
      breaks: ["database-network"],
      says: /container 'grafana' .* is on the network 'sso-apps' of authentik's database/,
    },
    {
      what: "the database publishes a port",
      view: stack([{ ...POSTGRES, ports: [port("")] }]),
      breaks: ["database-network"],
      says: /is authentik's database and publishes its port 5432\..*Remove it from 'ports'/s,
    },
  ],
  unknown: [
    {
      what: "a service joins a network of which the name is unknown",
      view: stack([grafana({}, { networks: [known("sso-apps"), UNKNOWN] })]),
      breaks: ["database-network"],
      says: /joins a network of which the name is unknown.*Write the network's name as plain text/s,
    },
    {
      what: "the address of the database's port is unknown",
      view: stack([{ ...POSTGRES, ports: [UNKNOWN] }]),
      breaks: ["database-network"],
    },
  ],
};
