/** Emergency routes that are open, for the live check: nothing else on the engine shows them. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import type Docker from "dockerode";
import { type RouteReport, routesByTimers } from "./report";
import { readTimers } from "./timer";

/** Routes that are open by their timers; none for a stack without a gate. */
export async function openRoutes(docker: Docker, outputs: OutputMap): Promise<RouteReport[]> {
  const { prefix } = (outputs.sso?.value ?? {}) as { prefix?: unknown };
  if (typeof prefix !== "string") return [];
  return routesByTimers(await readTimers(docker, prefix), new Date()).filter(({ state }) => state !== "closed");
}
