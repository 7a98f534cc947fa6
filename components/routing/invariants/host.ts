import type { ReadContainer } from "../container";
import { decisionOf, describe } from "../container";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { isTraefik } from "../staticConfiguration";
import { finding, published } from "./common";

/** A service behind the login has no second door. */
export const publishedPort: Invariant = {
  id: "published-port",
  title: "A service behind the login publishes no port of its own",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: a published port answers on the host's address, whatever the labels say.",
  remediation: "Remove the port, or bind it to 127.0.0.1.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    published(view).flatMap((container) => {
      if (!isBehindLogin(container)) return [];
      return container.view.ports.flatMap((port) => {
        if (port.known && isLoopback(port.value.ip)) return [];
        const what = port.known
          ? `${describe(container.view)} is behind the login and publishes its port ${port.value.internal}/${port.value.protocol} on ${port.value.ip || "every address of the host"}.`
          : `${describe(container.view)} is behind the login and publishes a port of which the address is unknown.`;
        return [
          finding("published-port", container, undefined, {
            what,
            why: "Whoever reaches the host reaches the service there without any login.",
            fix: "Remove it from 'ports'; for yourself, bind it to the host alone: ip: \"127.0.0.1\".",
          }),
        ];
      });
    }),
};

/** A service behind the login has a network of its own. */
export const networkMode: Invariant = {
  id: "network-mode",
  title: "A service behind the login does not share the host's network",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: in the host's network every port of the service is a port of the host.",
  remediation: "Give the container the gate's network instead of networkMode 'host' or 'container:…'.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    published(view).flatMap((container) => {
      if (!isBehindLogin(container)) return [];
      const { networkMode: mode } = container.view;
      if (mode.known && !/^(host|container:.*)$/.test(mode.value ?? "")) return [];
      return [
        finding("network-mode", container, undefined, {
          what: `${describe(container.view)} is behind the login and has network mode '${mode.known ? mode.value : "unknown"}'.`,
          why: "Its ports then belong to the host, or to another container, and answer there without any login.",
          fix: "Remove 'networkMode' and join the gate's network through 'networksAdvanced'.",
        }),
      ];
    }),
};

/** Traefik cannot become root. */
export const dockerSocket: Invariant = {
  id: "docker-socket",
  title: "Traefik does not hold the raw Docker socket",
  severity: "high",
  scope: "container",
  oracle: false,
  protects: "The host: the Docker socket is root, mounted read-only or not, and Traefik is what the internet talks to.",
  remediation: "Give Traefik the read-only socket proxy, as SsoGate does.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    view.containers.flatMap((container) => {
      const image = container.image.known ? container.image.value : undefined;
      if (!isTraefik(image, container.command.known ? container.command.value : [])) return [];
      const sockets = container.mounts.filter((mount) => !mount.known || /docker\.sock$/.test(mount.value.source));
      const socket = sockets.find(({ known }) => known) ?? sockets[0];
      if (!socket) return [];
      return [
        {
          invariant: "docker-socket",
          resource: container.id,
          what: `${describe(container)} runs Traefik and mounts ${socket.known ? `'${socket.value.source}'` : "something of which the source is unknown"}.`,
          why: "Whoever breaks into Traefik is root on the host.",
          fix: "Use SsoGate's socket proxy, and '--providers.docker.endpoint=tcp://<proxy>:2375'.",
        },
      ];
    }),
};

/** Whether its decision puts all of the service behind the login; a missing decision counts as yes. */
function isBehindLogin(container: ReadContainer): boolean {
  const mode = decisionOf(container)?.mode;
  return !container.inGate && mode !== "excluded" && mode !== "gate";
}

function isLoopback(ip: string): boolean {
  return /^127\.|^::1$/.test(ip);
}
