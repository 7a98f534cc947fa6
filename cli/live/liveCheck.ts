/**
 * The live check: every service, asked without a cookie, answers what its decision says, and the outpost's path
 * reaches authentik on every host.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../errors";
import { judge, type Question, questionsFor } from "./expectations";
import type { StackOutputs } from "./outputs";
import { type OpenProbe, openProbe } from "./probe";

/** A question with what came of it. */
export interface CheckedQuestion extends Question {
  readonly passed: boolean;
  /** What was wrong in the last try. */
  readonly fault?: string;
}

/** Options of {@link checkLive}. */
export interface LiveCheckOptions {
  readonly outputs: StackOutputs;
  /** Address of Traefik; nothing: what DNS says. */
  readonly address?: string;
  readonly report: (text: string) => void;
  readonly signal: AbortSignal;
  /** How long wrong answers are asked again; fresh routers take a moment. @default 60000 */
  readonly patienceMs?: number;
  /** @default a probe of its own */
  readonly probe?: OpenProbe;
}

const PAUSE_MS = 1000;
const AT_ONCE = 8;

/** Asks everything, and what failed again until it is right or patience ends. Sorted as the services are. */
export async function checkLive(options: LiveCheckOptions): Promise<readonly CheckedQuestion[]> {
  const { outputs } = options;
  const probe = options.probe ?? openProbe(probeOptions(options));
  const until = Date.now() + (options.patienceMs ?? 60_000);
  const results: CheckedQuestion[] = questionsFor(outputs.services).map((question) => ({ ...question, passed: false }));
  try {
    for (;;) {
      const open = results.flatMap((result, index) => (result.passed ? [] : [index]));
      for (let at = 0; at < open.length; at += AT_ONCE) {
        const batch = open.slice(at, at + AT_ONCE);
        await Promise.all(
          batch.map(async (index) => {
            const question = results[index];
            if (question) results[index] = await askOne(probe, question, outputs.authUrl);
          }),
        );
      }
      const wrong = results.filter((result) => !result.passed);
      options.report(`${results.length - wrong.length} of ${results.length} answers as decided`);
      if (wrong.length === 0 || Date.now() >= until || options.signal.aborted) return results;
      await sleep(PAUSE_MS);
    }
  } finally {
    if (!options.probe) await probe.close();
  }
}

async function askOne(probe: OpenProbe, question: Question, authUrl: string): Promise<CheckedQuestion> {
  const { service, url, expect } = question;
  try {
    const fault = judge(expect, await probe.ask(url), authUrl);
    return { service, url, expect, passed: fault === undefined, ...(fault ? { fault } : {}) };
  } catch (error) {
    return { service, url, expect, passed: false, fault: `no answer: ${errorText(error)}` };
  }
}

function probeOptions(options: LiveCheckOptions) {
  const ca = options.outputs.caCertificate;
  return { ...(options.address ? { address: options.address } : {}), ...(ca ? { ca } : {}) };
}

/** The faults as lines; empty when all is as decided. */
export function describeFaults(checked: readonly CheckedQuestion[]): string[] {
  return checked.filter((one) => !one.passed).map((one) => `${one.service}: ${one.url}: ${one.fault ?? "not asked"}`);
}
