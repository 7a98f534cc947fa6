import { describe } from "../container";
import type { Finding } from "../finding";
import { imageName } from "../gateParts";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { valueOr } from "../leaf";
import { isTraefik } from "../staticConfiguration";
import type { GateProduct } from "../versionFloors";
import { floorAbove, releaseOf, releasesApart, VERSION_FLOORS, versionOfImage } from "../versionFloors";
import type { ContainerView, StackView } from "../view";
import { AUTHENTIK_COMPONENT, OUTPOST_COMPONENT } from "../view";

const ID = "version-floor";

/** What stands in front of everything is not known to let people past. */
export const versionFloor: Invariant = {
  id: ID,
  title: "authentik, its outpost and Traefik are no older than their last known way past the login",
  severity: "critical",
  scope: "container",
  alsoFleet: true,
  oracle: false,
  protects:
    "Against published ways past the login: every one of them is closed by a newer release, and only by that. An outpost of its own answers for the login as the server does, and is of the server's release.",
  remediation:
    "Pin a full release at or above the floor that the message names, the same for authentik and its outpost.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...view.containers.flatMap(ofContainer), ...ofTraefikElsewhere(view), ...apart(view)],
};

/** What a container runs of what stands in front of the services. */
type Part = "authentik" | "outpost" | "traefik";

function ofContainer(container: ContainerView): Finding[] {
  const part = partOf(container);
  if (!part) return [];
  const where = `${describe(container)} runs ${NAMES[part]}`;
  if (!container.image.known) {
    return [{ invariant: ID, resource: container.id, ...unreadable(`${where} of an unknown image`, part) }];
  }
  const version = versionOfImage(container.image.value);
  if (version === "built-here") return [];
  if (version === undefined) {
    const what = `${where} as '${container.image.value}', which names no release`;
    return [{ invariant: ID, resource: container.id, ...unreadable(what, part) }];
  }
  return tooOld(container.id, where, part, version);
}

/** A Traefik that the host runs already is judged by the version that the gate was told. */
function ofTraefikElsewhere({ gate, containers }: StackView): Finding[] {
  const version = gate?.traefikVersion;
  if (!version || containers.some((container) => partOf(container) === "traefik")) return [];
  const release = version.known ? releaseOf(version.value) : undefined;
  const where = "the Traefik in front of the services";
  if (release !== undefined) return tooOld("", `${where} is`, "traefik", release);
  const given = version.known && version.value !== "" ? `'${version.value}', which is no release` : "not known";
  return [
    {
      invariant: ID,
      resource: "",
      what: `the version of ${where} is ${given}.`,
      why: "What cannot be read may be open to any advisory.",
      fix: `Write the full version as 'adoptTraefik.version' of SsoGate, ${latest("traefik")} or newer.`,
    },
  ];
}

/** Outposts of another release than every server beside them. */
function apart({ containers }: StackView): Finding[] {
  const images = (part: Part) =>
    containers.flatMap((container) =>
      container.image.known && partOf(container) === part ? [{ container, image: container.image.value }] : [],
    );
  const servers = images("authentik");
  return images("outpost").flatMap(({ container, image }): Finding[] => {
    const differences = servers.map((server) => releasesApart(server.image, image));
    const [difference] = differences;
    if (!difference || differences.includes(undefined)) return [];
    return [
      {
        invariant: ID,
        resource: container.id,
        what: `${describe(container)} runs ${NAMES.outpost} ${difference.outpost} beside authentik ${difference.server}.`,
        why: "authentik serves outposts of its own release: what another one asks and answers for the login is not what it means.",
        fix: `Write '${EXAMPLES.outpost}${difference.server}', and change both together.`,
      },
    ];
  });
}

const NAMES: Readonly<Record<Part, string>> = {
  authentik: "authentik",
  outpost: "authentik's outpost",
  traefik: "Traefik",
};
const EXAMPLES: Readonly<Record<Part, string>> = {
  authentik: "ghcr.io/goauthentik/server:",
  outpost: "ghcr.io/goauthentik/proxy:",
  traefik: "docker.io/library/traefik:v",
};

function productOf(part: Part): GateProduct {
  return part === "traefik" ? "traefik" : "authentik";
}

function tooOld(resource: string, where: string, part: Part, version: string): Finding[] {
  const floor = floorAbove(productOf(part), version);
  if (!floor) return [];
  return [
    {
      invariant: ID,
      resource,
      what: `${where} ${version}, below ${floor.version}.`,
      why: `In it ${floor.because} (${floor.advisory}).`,
      fix: `Write '${EXAMPLES[part]}${floor.version}' or newer.`,
    },
  ];
}

function unreadable(what: string, part: Part) {
  return {
    what: `${what}.`,
    why: "What cannot be read may be open to any advisory, and changes under a running stack.",
    fix: `Write a full release, e.g. '${EXAMPLES[part]}${latest(productOf(part))}'; a digest may follow it.`,
  };
}

function latest(product: GateProduct): string {
  return VERSION_FLOORS.find((floor) => floor.product === product)?.version ?? "";
}

/** Which of them a container runs, as far as image, command and component say so. */
function partOf(container: ContainerView): Part | undefined {
  const command = valueOr(container.command, []);
  if (isTraefik(valueOr(container.image, undefined), command)) return "traefik";
  if (container.components.includes(OUTPOST_COMPONENT)) return "outpost";
  const image = valueOr(container.image, "");
  if (!container.components.includes(AUTHENTIK_COMPONENT) && !image.includes("authentik")) return undefined;
  const name = imageName(container);
  if (/(^|\/)goauthentik\/(proxy|ldap|radius|rac)$/.test(`${image.replace(/[^/]*$/, "")}${name}`)) return "outpost";
  if (/^authentik-(proxy|outpost)$/.test(name)) return "outpost";
  if (/(^|\/)goauthentik\//.test(image) || /^authentik(-(server|worker))?$/.test(name)) return "authentik";
  const runs = command[0] === "server" || command[0] === "worker";
  return container.components.includes(AUTHENTIK_COMPONENT) && runs ? "authentik" : undefined;
}
