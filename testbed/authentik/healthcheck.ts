import { HEARTBEAT_LIMIT_MS, heartbeatAge, readMode } from "./mode";

const TIMEOUT_MS = 3000;

/** What `ak healthcheck` of the real image does: ask the server's ready path or the outpost's ping, or look at the worker's heartbeat. */
export async function healthcheck(): Promise<{ healthy: boolean; text: string }> {
  const mode = readMode();
  if (!mode) return { healthy: false, text: "not started: no mode file" };
  if (mode.role === "worker") {
    const age = heartbeatAge(new Date());
    return age < HEARTBEAT_LIMIT_MS
      ? { healthy: true, text: "worker: alive" }
      : { healthy: false, text: "worker: no heartbeat; the database does not answer or the worker has stopped" };
  }
  // A standalone outpost is asked for its ping, which says no more than that it listens (rule 39).
  const [path, good] = mode.role === "proxy" ? ["/outpost.goauthentik.io/ping", 204] : ["/-/health/ready/", 200];
  const url = `http://localhost:${mode.port ?? 9000}${path}`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { healthy: answer.status === good, text: `${mode.role}: ${url} answers ${answer.status}` };
  } catch {
    return { healthy: false, text: `${mode.role}: ${url} does not answer` };
  }
}
