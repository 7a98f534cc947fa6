/** Mistakes that open a way past Traefik. */
import type { Mistake } from "../mistake";
import { changeContainer } from "../mistake";

export const HOST_MISTAKES: Readonly<Record<string, Mistake>> = {
  "published-port": {
    what: "a protected service with a port of its own",
    invariant: "published-port",
    says: /publishes its port 3000\/tcp on 0\.0\.0\.0.*ip: "127\.0\.0\.1"/,
    make: changeContainer("grafana", () => ({ ports: [{ internal: 3000, external: 3000 }] })),
  },
  "host-network": {
    what: "a protected service in the host's network",
    invariant: "network-mode",
    says: /has network mode 'host'.*Remove 'networkMode'/,
    make: changeContainer("grafana", () => ({ networkMode: "host", networksAdvanced: [] })),
  },
  "raw-socket": {
    what: "a Traefik that holds the Docker socket",
    invariant: "docker-socket",
    says: /mounts '\/var\/run\/docker\.sock'.*Use SsoGate's socket proxy/,
    make: changeContainer("sso-traefik", () => ({
      volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock", readOnly: true }],
    })),
  },
};
