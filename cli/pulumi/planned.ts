/** What the preview plans to have, for checks before the update: type and inputs of every resource. */
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { PlannedResource } from "../ports/plan";
import { VOLUME } from "../stack/deployment";
import { resourceName } from "./progress";

/** Steps that take something away. */
const LEAVING = new Set(["delete", "delete-replaced", "discard", "read", "refresh"]);

/** Steps after which the old object is gone. */
const DESTROYING = new Set(["delete", "delete-replaced"]);

/** The engine's name of a volume that an event of a preview takes away; nothing for other events. */
export function lostVolume(event: EngineEvent): string | undefined {
  const step = event.resourcePreEvent?.metadata;
  if (!step?.old || step.type !== VOLUME || !DESTROYING.has(step.op)) return undefined;
  const name: unknown = step.old.outputs?.name;
  return typeof name === "string" ? name : resourceName(step.urn);
}

/** The resource that an event of a preview plans; nothing for other events. */
export function plannedResource(event: EngineEvent): PlannedResource | undefined {
  const step = event.resourcePreEvent?.metadata;
  if (!step?.new || LEAVING.has(step.op)) return undefined;
  return { type: step.type, inputs: step.new.inputs ?? {} };
}
