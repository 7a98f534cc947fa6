import { decisionOf, describe, readContainer } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { valueOr } from "../leaf";
import { mountSource } from "../mounts";
import { isTraefik } from "../staticConfiguration";
import type { ContainerView, MountView, StackView } from "../view";
import { SOCKET_PROXY_COMPONENT } from "../view";
import { published } from "./common";
import { isLoopback } from "./host";

/** Who holds the Docker socket is root on the host. */
export const dockerSocket: Invariant = {
  id: "docker-socket",
  title: "Nobody who can be reached holds the raw Docker socket",
  severity: "high",
  scope: "container",
  oracle: false,
  protects:
    "The host: the Docker socket is root, mounted read-only or not. Traefik is what the internet talks to, and a service that every user may open hands root to each of them.",
  remediation:
    "Give Traefik the read-only socket proxy, as SsoGate does; limit a service that needs the socket to a group with application({ groups }).",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    view.containers.flatMap((container): Finding[] => {
      const mounts = container.mounts.filter((mount) => !mount.known || holdsSocket(mount.value));
      const mount = mounts.find(({ known }) => known) ?? mounts[0];
      if (!mount || container.components.includes(SOCKET_PROXY_COMPONENT)) return [];
      const traefik = isTraefik(valueOr(container.image, undefined), valueOr(container.command, []));
      if (!traefik && !isReachable(container, view)) return [];
      const what = mount.known ? `'${mount.value.source}'` : "something of which the source is unknown";
      return [
        {
          invariant: "docker-socket",
          resource: container.id,
          what: traefik
            ? `${describe(container)} runs Traefik and mounts ${what}.`
            : `${describe(container)} can be reached by more than one group and mounts ${what}.`,
          why: traefik
            ? "Whoever breaks into Traefik is root on the host."
            : "The Docker socket is root on the host, for everybody who may use the service.",
          fix: mount.known
            ? traefik
              ? "Use SsoGate's socket proxy, and '--providers.docker.endpoint=tcp://<proxy>:2375'."
              : "Limit it with application({ groups: […] }), give it a read-only socket proxy, or do not publish it."
            : "Write the mount's source as plain text, or give a volume by 'volumeName'.",
        },
      ];
    }),
};

/** Whether a mount holds the socket of a container engine: itself, or a folder around it. */
function holdsSocket(mount: MountView): boolean {
  const path = mountSource(mount);
  return (
    /\/(docker|podman|containerd)\.sock$/.test(path) ||
    /^(\/|(\/var)?\/run|\/var|\/run\/(podman|containerd))$/.test(path)
  );
}

/** Whether people beyond one group get to the container: through Traefik or a published port. */
function isReachable(container: ContainerView, view: StackView): boolean {
  const read = readContainer(container);
  if (!read) return true;
  if (decisionOf(read)?.mode === "application") return false;
  const opensPort = container.ports.some((port) => !port.known || !isLoopback(port.value.ip));
  return opensPort || published(view).includes(read);
}
