import { describe } from "../container";
import type { Finding } from "../finding";
import { imageName } from "../gateParts";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { valueOr } from "../leaf";
import { isTraefik } from "../staticConfiguration";
import type { GateProduct } from "../versionFloors";
import { floorAbove, releaseOf, VERSION_FLOORS, versionOfImage } from "../versionFloors";
import type { ContainerView, StackView } from "../view";
import { AUTHENTIK_COMPONENT } from "../view";

const ID = "version-floor";

/** What stands in front of everything is not known to let people past. */
export const versionFloor: Invariant = {
  id: ID,
  title: "authentik and Traefik are no older than their last known way past the login",
  severity: "critical",
  scope: "container",
  alsoFleet: true,
  oracle: false,
  protects: "Against published ways past the login: every one of them is closed by a newer release, and only by that.",
  remediation: "Pin a full release at or above the floor that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...view.containers.flatMap(ofContainer), ...ofTraefikElsewhere(view)],
};

function ofContainer(container: ContainerView): Finding[] {
  const product = productOf(container);
  if (!product) return [];
  const where = `${describe(container)} runs ${NAMES[product]}`;
  if (!container.image.known) {
    return [{ invariant: ID, resource: container.id, ...unreadable(`${where} of an unknown image`, product) }];
  }
  const version = versionOfImage(container.image.value);
  if (version === "built-here") return [];
  if (version === undefined) {
    const what = `${where} as '${container.image.value}', which names no release`;
    return [{ invariant: ID, resource: container.id, ...unreadable(what, product) }];
  }
  return tooOld(container.id, where, product, version);
}

/** A Traefik that the host runs already is judged by the version that the gate was told. */
function ofTraefikElsewhere({ gate, containers }: StackView): Finding[] {
  const version = gate?.traefikVersion;
  if (!version || containers.some((container) => productOf(container) === "traefik")) return [];
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

const NAMES: Readonly<Record<GateProduct, string>> = { authentik: "authentik", traefik: "Traefik" };
const EXAMPLES: Readonly<Record<GateProduct, string>> = {
  authentik: "ghcr.io/goauthentik/server:",
  traefik: "docker.io/library/traefik:v",
};

function tooOld(resource: string, where: string, product: GateProduct, version: string): Finding[] {
  const floor = floorAbove(product, version);
  if (!floor) return [];
  return [
    {
      invariant: ID,
      resource,
      what: `${where} ${version}, below ${floor.version}.`,
      why: `In it ${floor.because} (${floor.advisory}).`,
      fix: `Write '${EXAMPLES[product]}${floor.version}' or newer.`,
    },
  ];
}

function unreadable(what: string, product: GateProduct) {
  return {
    what: `${what}.`,
    why: "What cannot be read may be open to any advisory, and changes under a running stack.",
    fix: `Write a full release, e.g. '${EXAMPLES[product]}${latest(product)}'; a digest may follow it.`,
  };
}

function latest(product: GateProduct): string {
  return VERSION_FLOORS.find((floor) => floor.product === product)?.version ?? "";
}

/** Which of the two a container runs, as far as image, command and component say so. */
function productOf(container: ContainerView): GateProduct | undefined {
  const command = valueOr(container.command, []);
  if (isTraefik(valueOr(container.image, undefined), command)) return "traefik";
  const image = valueOr(container.image, "");
  if (!container.components.includes(AUTHENTIK_COMPONENT) && !image.includes("authentik")) return undefined;
  if (/(^|\/)goauthentik\//.test(image) || /^authentik(-(server|worker|proxy|outpost))?$/.test(imageName(container))) {
    return "authentik";
  }
  const runs = command[0] === "server" || command[0] === "worker";
  return container.components.includes(AUTHENTIK_COMPONENT) && runs ? "authentik" : undefined;
}
