import { known, UNKNOWN } from "../../../components/routing";
import { stack, traefik } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { helper } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a mount of Traefik that only sounds like it",
      view: stack([traefik({}, { mounts: [known({ source: "/srv/docker.sock.d", target: "/certificates" })] })]),
    },
    {
      what: "the socket on what is no Traefik",
      view: stack([
        helper("proxy", {
          image: known("haproxy:3"),
          mounts: [known({ source: "/var/run/docker.sock", target: "/var/run/docker.sock" })],
        }),
      ]),
    },
  ],
  failing: [
    {
      what: "Traefik mounts it",
      view: stack([
        traefik({}, { mounts: [known({ source: "/var/run/docker.sock", target: "/var/run/docker.sock" })] }),
      ]),
      breaks: ["docker-socket"],
      says: /mounts '\/var\/run\/docker\.sock'.*tcp:\/\/<proxy>:2375/s,
    },
  ],
  unknown: [
    {
      what: "a mount of Traefik is unknown",
      view: stack([traefik({}, { mounts: [UNKNOWN] })], { static: UNKNOWN }),
      // It may hold a configuration file, which counts instead of the flags.
      breaks: ["docker-socket", "static-configuration"],
    },
  ],
};
