/** Whether `break-glass open` saw Traefik serve the route. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { waitUntilServed } from "../../cli/breakGlass/served";
import type { Answer } from "../../cli/live/expectations";

describe("whether a route is served", () => {
  const url = "https://grafana.example.com";
  const own = (user: string): Answer => ({ status: 401, challenge: `Basic realm="emergency access as ${user}"` });
  const wait = (answers: readonly (Answer | Error)[], patienceMs: number, signal?: AbortSignal) => {
    let asked = 0;
    const ask = async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? new Error("nothing");
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const done = waitUntilServed({ ask, url, user: "emergency-b", patienceMs, ...(signal && { signal }) });
    return done.then((served) => ({ served, asked }));
  };

  it("is seen by its own 401 alone: not by the old router, an app's 401, an earlier opening or a refused connection", async () => {
    const others: (Answer | Error)[] = [
      { status: 500 },
      { status: 302, location: "https://auth.example.com/" },
      { status: 401 },
      { status: 401, challenge: 'Basic realm="grafana"' },
      own("emergency-a"),
      { ...own("emergency-b"), status: 200 },
      new Error("connect ECONNREFUSED"),
    ];
    assert.deepEqual(await wait([...others, own("emergency-b")], 60_000), { served: true, asked: others.length + 1 });
  });

  it("is not claimed when patience or the user ends the wait", async () => {
    assert.equal((await wait([{ status: 302 }], 300)).served, false);
    const stopped = await wait([{ status: 302 }], 60_000, AbortSignal.abort());
    assert.deepEqual(stopped, { served: false, asked: 1 });
  });
});
