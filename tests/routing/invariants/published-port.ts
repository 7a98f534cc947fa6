import { known, UNKNOWN } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, jellyfin } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a port on the loopback address",
      view: stack([grafana({}, { ports: [known({ internal: 3000, ip: "127.0.0.1", protocol: "tcp" })] })]),
    },
    {
      what: "a published port of an excluded service",
      view: stack([jellyfin({}, { ports: [known({ internal: 53, ip: "", protocol: "udp" })] })]),
    },
  ],
  failing: [
    {
      what: "a service behind the login has one",
      view: stack([grafana({}, { ports: [known({ internal: 3000, ip: "", protocol: "tcp" })] })]),
      breaks: ["published-port"],
      says: /port 3000\/tcp on every address/,
    },
  ],
  unknown: [
    { what: "its address is unknown", view: stack([grafana({}, { ports: [UNKNOWN] })]), breaks: ["published-port"] },
  ],
};
