import type * as pulumi from "@pulumi/pulumi";
import type { GateFacts } from "./contract";
import type { Label } from "./service/undecidedLabels";
import { undecidedLabels } from "./service/undecidedLabels";

const CONTAINER = "docker:index/container:Container";

/**
 * Everything behind the login unless specified otherwise: a transform that gives each `docker.Container` which Traefik
 * would publish, and which carries no decision, the gate's login. Register it before the containers are declared.
 *
 * Labels that are unknown at a preview are left alone, and so is what a container says of itself in `sso.*` labels:
 * the policy pack judges both.
 *
 * @example pulumi.runtime.registerResourceTransform(protectUndecided(gate.facts));
 */
export function protectUndecided(gate: GateFacts): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== CONTAINER || !isPlain(props.labels)) return undefined;
    const labels = undecidedLabels(props.labels, gate);
    return labels && { props: { ...props, labels }, opts };
  };
}

/** Whether every label is known: what is not stands here as an output. */
function isPlain(labels: unknown): labels is Label[] {
  return (
    Array.isArray(labels) &&
    labels.every(
      (item: unknown) =>
        typeof item === "object" &&
        item !== null &&
        typeof (item as Partial<Label>).label === "string" &&
        typeof (item as Partial<Label>).value === "string",
    )
  );
}
