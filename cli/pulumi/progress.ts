/**
 * What an update is doing right now, in one line, from the engine's events.
 */
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Counts and the last word. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  /** Resources being worked on, oldest first. */
  readonly running: readonly string[];
  /** Last thing a resource said for the moment: `authentik answers, waiting for the default flows`. */
  readonly waiting: string | undefined;
}

/** Before the first event; `total` is the number of changes that the preview announced, 0 where unknown. */
export function startProgress(total: number): Progress {
  return { total, done: 0, running: [], waiting: undefined };
}

/** Steps of the engine that change nothing. */
const QUIET = new Set(["same", "read", "refresh"]);

/** The progress after one more event. */
export function nextProgress(progress: Progress, event: EngineEvent): Progress {
  const started = event.resourcePreEvent?.metadata;
  if (started && !QUIET.has(started.op)) {
    return { ...progress, running: [...progress.running, resourceName(started.urn)], waiting: undefined };
  }
  const ended = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
  if (ended && !QUIET.has(ended.op)) {
    const name = resourceName(ended.urn);
    const at = progress.running.indexOf(name);
    const running = at < 0 ? progress.running : progress.running.toSpliced(at, 1);
    return { ...progress, running, done: progress.done + (event.resOutputsEvent ? 1 : 0) };
  }
  const said = event.diagnosticEvent;
  if (said?.ephemeral && said.severity === "info") {
    return { ...progress, waiting: plainText(said.message).split("\n")[0] };
  }
  return progress;
}

/** `12 of 40 resources, sso-grafana: waiting for …`. */
export function describeProgress(progress: Progress): string {
  const count = progress.total > 0 ? `${Math.min(progress.done, progress.total)} of ${progress.total} resources` : "";
  const current = progress.waiting ?? runningText(progress.running);
  return [count, current].filter((part) => part !== "").join(", ") || "starting";
}

function runningText(running: readonly string[]): string {
  const last = running.at(-1);
  if (last === undefined) return "";
  return running.length === 1 ? last : `${last} and ${running.length - 1} more`;
}

/** The logical name at the end of a URN. */
export function resourceName(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Pulumi marks colours in its messages as `<{%red%}>`; terminals have their own codes. */
export function plainText(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, "")).trim();
}
