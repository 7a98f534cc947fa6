/** What the model says of a view, the pack says of the resources that make it: every invariant reaches the user. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { StackView } from "../../components/routing";
import { FIXTURES } from "../routing/fixtures";
import { asResources } from "./asResources";
import type { Violation } from "./harness";
import { analyze, analyzeStack, ids } from "./harness";

/** What concerns the fixture of one invariant: advice that another one gives beside it stops nothing. */
async function violations(view: StackView, id: string): Promise<Violation[]> {
  const { resources, config } = asResources(view);
  const single = await Promise.all(resources.map((resource) => analyze(resource, config)));
  const found = [...single.flat(), ...(await analyzeStack(resources, config))];
  return found.filter(({ policy, message }) => policy !== "sso-advisories" || message.endsWith(`[${id}]`));
}

describe("the pack", () => {
  for (const { id, fixture } of FIXTURES) {
    it(`says of resources what the model says of ${id}`, async () => {
      for (const { what, view } of fixture.passing) {
        assert.deepEqual(await violations(view, id), [], `it holds with ${what}`);
      }
      for (const { what, view, breaks, says } of fixture.failing) {
        const found = await violations(view, id);
        assert.ok(ids(found).includes(id), `it is broken when ${what}; found: ${ids(found).join(", ")}`);
        assert.deepEqual(
          ids(found).filter((other) => !breaks.includes(other)),
          [],
          what,
        );
        const messages = found.filter(({ message }) => message.endsWith(`[${id}]`)).map(({ message }) => message);
        assert.match(messages.join("\n"), says, what);
      }
      for (const { what, view, breaks } of "unknown" in fixture ? fixture.unknown : []) {
        const found = ids(await violations(view, id));
        assert.ok(found.length > 0, `nothing is taken on trust when ${what}`);
        assert.deepEqual(
          found.filter((other) => !breaks.includes(other)),
          [],
          what,
        );
      }
    });
  }
});
