import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  type HeldLock,
  LOCK_PATIENCE_SECONDS,
  LOCK_SECONDS,
  lockBody,
  lockName,
  lockStep,
  withProvider,
} from "./attachmentLock";
import { type ApiAnswer, type AuthentikApi, described } from "./authentikApi";

/** Pauses between two looks, in milliseconds; the dice keep two who wait from looking in step. */
const PAUSE_MS = { least: 60, most: 240 };

/** How often the list is written again when a writer without the lock took the provider out right away. */
const REPAIRS = 5;

export interface GuardOptions {
  /** Who takes the lock, as others read it, e.g. the name of the stack. */
  readonly owner: string;
  /** Called about every ten seconds of waiting. */
  readonly onProgress?: (text: string) => void;
  /** How long to wait for the lock, in seconds. @default 180 */
  readonly patienceSeconds?: number;
}

/** One outpost's list of providers, written by one at a time. */
export class AttachmentGuard {
  /** The lock that this guard holds. */
  private mine: string | undefined;
  private readonly owner: string;

  constructor(
    private readonly api: AuthentikApi,
    private readonly outpost: string,
    private readonly options: GuardOptions,
  ) {
    this.owner = `${options.owner} on ${hostname()}, ${randomUUID().slice(0, 8)}`;
  }

  /**
   * Waits for the lock and takes it.
   *
   * @throws Error that names the holder, or authentik's refusal, after the patience is over.
   */
  async lock(): Promise<void> {
    const start = Date.now();
    const patience = (this.options.patienceSeconds ?? LOCK_PATIENCE_SECONDS) * 1000;
    let told = start;
    let why = "";
    for (;;) {
      const { held, now } = await this.held();
      const step = lockStep(held, this.mine, now);
      if (step.do === "work") return;
      if (step.do === "take") why = await this.take(now);
      if (step.do === "clear") {
        this.options.onProgress?.(`the lock of '${step.owner}' is older than ${LOCK_SECONDS} s: taking it over`);
        await this.api.call("DELETE", groupPath(step.pk));
      }
      if (step.do === "give back") await this.unlock();
      if (step.do === "wait") why = `'${step.owner}' holds its lock`;
      if (step.do === "wait" || step.do === "give back" || why !== "") {
        if (Date.now() - start > patience) throw this.tooLate(why, Math.round(patience / 1000));
        if (Date.now() - told > 10_000) {
          told = Date.now();
          this.options.onProgress?.(`waiting to change the outpost's providers: ${why}`);
        }
        await pause();
      }
    }
  }

  /** Gives the lock back; without one it does nothing. */
  async unlock(): Promise<void> {
    const { mine } = this;
    this.mine = undefined;
    if (mine === undefined) return;
    const answer = await this.api.call("DELETE", groupPath(mine));
    if (answer.status === 204 || answer.status === 404) return;
    this.options.onProgress?.(
      `the lock of the outpost's providers could not be given back: ${described(answer)}. It ends by itself after ${LOCK_SECONDS} s.`,
    );
  }

  /**
   * Makes sure that the provider is in the outpost's list, and puts it back where it was lost.
   *
   * @returns whether it had to be put back
   * @throws Error when the list cannot be read, or the provider is taken out again each time.
   */
  async ensure(provider: number): Promise<boolean> {
    if (withProvider(await this.providers(), provider) === undefined) return false;
    await this.lock();
    try {
      for (let round = 0; round < REPAIRS; round += 1) {
        const missing = withProvider(await this.providers(), provider);
        if (missing === undefined) return true;
        const answer = await this.api.call("PATCH", this.path, { providers: missing });
        if (answer.status === 400) await this.requireProvider(provider);
        if (answer.status !== 200) throw this.refused("does not take its list of providers", answer);
      }
    } finally {
      await this.unlock();
    }
    throw new Error(
      `provider ${provider} is taken off outpost ${this.outpost} each time it is attached. Look for a program that manages this outpost as a whole ('authentik.Outpost', a blueprint with 'providers', Terraform) and let it list the provider, or stop it.`,
    );
  }

  /**
   * Refuses a provider that authentik does not have, which a stack's state may name all the same: it was deleted by hand,
   * or the database is a new one. The update would otherwise stop at the attachment, with nothing but a number.
   *
   * @throws Error with what to do
   */
  async requireProvider(provider: number): Promise<void> {
    const answer = await this.api.call("GET", `/providers/proxy/${provider}/`);
    // Without a word of authentik's own, as from a server that is still starting, a 404 says nothing about the provider.
    if (answer.status !== 404 || answer.body.detail === undefined) return;
    throw new Error(
      `provider ${provider} stands in this stack's state and is not in authentik at ${this.api.url}: it was deleted there, or the database is a new one. Run 'pulumi refresh', then 'pulumi up': what is gone is made again.`,
    );
  }

  private get path(): string {
    return `/outposts/instances/${encodeURIComponent(this.outpost)}/`;
  }

  private async providers(): Promise<number[]> {
    const answer = await this.api.call("GET", this.path);
    if (answer.status !== 200) throw this.refused("cannot be read", answer);
    return ((answer.body.providers ?? []) as unknown[]).map(Number);
  }

  private async held(): Promise<{ held: HeldLock[]; now: Date }> {
    const query = new URLSearchParams({ name: lockName(this.outpost), include_users: "false" });
    const answer = await this.api.call("GET", `/core/groups/?${query.toString()}`);
    if (answer.status !== 200) throw this.refused("cannot be locked", answer);
    const groups = (answer.body.results ?? []) as { pk: string; attributes?: Record<string, unknown> }[];
    const held = groups.map(({ pk, attributes }) => ({
      pk,
      owner: String(attributes?.owner ?? "unknown"),
      expires: String(attributes?.expires ?? ""),
    }));
    return { held, now: answer.now };
  }

  /** @returns why not, empty where a lock was written; whether it is the only one is seen by the next look */
  private async take(now: Date): Promise<string> {
    const answer = await this.api.call("POST", "/core/groups/", lockBody(this.outpost, this.owner, now));
    // The name is taken: told as such, or as a fault of the database where two came at the same moment.
    const taken = answer.status === 400 || answer.status >= 500 || answer.status === 0;
    if (taken) return `authentik takes no lock: ${described(answer)}`;
    if (answer.status !== 201) throw this.refused("cannot be locked", answer);
    this.mine = String(answer.body.pk);
    return "";
  }

  private refused(what: string, answer: ApiAnswer): Error {
    return new Error(
      `outpost ${this.outpost} ${what} at ${this.api.url}: ${described(answer)}. The token of the authentik provider needs the rights to read and change outposts and groups.`,
    );
  }

  private tooLate(why: string, seconds: number): Error {
    return new Error(
      `the providers of outpost ${this.outpost} could not be changed within ${seconds} s: ${why}. Run 'pulumi up' again when the other update is over; a lock that was left behind is the group '${lockName(this.outpost)}' in authentik.`,
    );
  }
}

function groupPath(pk: string): string {
  return `/core/groups/${encodeURIComponent(pk)}/`;
}

function pause(): Promise<void> {
  const { least, most } = PAUSE_MS;
  return new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
}
