/** Time taken, and the engine's streams of progress. */
import type Dockerode from "dockerode";

/** Starts a clock; the result gives the time since then: `0.4 s`, `12 s`, `3 min 5 s`. */
export function stopwatch(): () => string {
  const started = performance.now();
  return () => elapsedText(performance.now() - started);
}

/** Milliseconds as people read them. */
export function elapsedText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** One message of a pull, an import or a build. */
export interface EngineMessage {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Reads a stream of progress to its end. The engine answers 200 before it knows: an error comes as a message. */
export async function follow(
  docker: Dockerode,
  stream: NodeJS.ReadableStream,
  onMessage: (message: EngineMessage) => void = () => undefined,
): Promise<void> {
  let failure: string | undefined;
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error: Error | null) => (error ? reject(error) : resolve()),
      (message: EngineMessage) => {
        failure ??= message.error;
        onMessage(message);
      },
    );
  });
  if (failure) throw new Error(failure);
}
