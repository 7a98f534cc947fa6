/** Mistakes that open a way past Traefik. */
import * as docker from "@pulumi/docker";
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
  "database-beside": {
    what: "a database on the services' network",
    invariant: "undecided-container",
    says: /is on the services' network 'sso-mistakes-apps' without a valid access decision.*Give it a network of its own/,
    make: () => {
      const networksAdvanced = [{ name: "sso-mistakes-apps" }];
      new docker.Container("database", { name: "sso-mistakes-data", image: "postgres:17", networksAdvanced });
    },
  },
  "joined-database": {
    what: "a service on the network of authentik's database",
    invariant: "database-network",
    says: /is on the network 'sso-mistakes-database' of authentik's database.*Take it off/,
    make: changeContainer("grafana", ({ networksAdvanced }) => ({
      networksAdvanced: [...(networksAdvanced as object[]), { name: "sso-mistakes-database" }],
    })),
  },
  "raw-socket": {
    what: "a Traefik that holds the Docker socket",
    invariant: "docker-socket",
    says: /mounts '\/var\/run\/docker\.sock'.*Use SsoGate's socket proxy/,
    make: changeContainer("sso-traefik", () => ({
      volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock", readOnly: true }],
    })),
  },
  "foreign-routes": {
    what: "an app that mounts the folder from which Traefik takes routers",
    invariant: "gate-files",
    says: /mounts 'sso-mistakes-break-glass', which is the folder from which Traefik takes routers.*Remove that mount/,
    make: changeContainer("grafana", () => ({
      volumes: [{ volumeName: "sso-mistakes-break-glass", containerPath: "/routes" }],
    })),
  },
  "old-outpost": {
    what: "an outpost below the floor",
    invariant: "version-floor",
    says: /runs authentik's outpost 2026\.5\.6, below 2026\.5\.7\..*Write 'ghcr\.io\/goauthentik\/proxy:2026\.5\.7' or newer/,
    make: () => {
      new docker.Container("ldap", { name: "sso-mistakes-ldap", image: "ghcr.io/goauthentik/ldap:2026.5.6" });
    },
  },
};
