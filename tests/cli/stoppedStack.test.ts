/** What is said of a stack of which something, or all, does not run. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type Docker from "dockerode";
import { sweepRoutes } from "../../cli/commands/breakGlass";
import { type ContainerStatus, describeStopped } from "../../cli/commands/status";

describe("status", () => {
  const of = (server: ContainerStatus["state"], other: ContainerStatus["state"] = "running"): string[] =>
    describeStopped([
      { container: "sso-traefik", state: other },
      { container: "sso-authentik-server", state: server },
    ]);

  it("says in one line which container does not run", () => {
    assert.deepEqual(of("stopped"), ["sso-authentik-server does not run (stopped): `npm run up` starts it"]);
    assert.match(of("gone").join(), /sso-authentik-server does not run \(gone\)/);
  });

  it("has nothing to add where all runs, or nothing does", () => {
    assert.deepEqual(of("running"), []);
    assert.deepEqual(of("gone", "gone"), []);
  });
});

/** An engine on which Traefik is gone or stopped; anything but a look at it is refused. */
function engine(traefik: { Running: false } | undefined, timers: readonly object[] = []): Docker {
  const stub = {
    listContainers: async () => timers,
    getContainer: (name: string) => ({
      inspect: async () => {
        if (name !== "sso-traefik") return { State: { Running: true }, Name: `/${name}` };
        if (traefik) return { State: traefik, Mounts: [] };
        throw Object.assign(new Error("no such container"), { statusCode: 404 });
      },
    }),
  };
  return stub as unknown as Docker;
}

describe("break-glass list", () => {
  it("finds nothing open on a stack that is down", async () => {
    for (const traefik of [undefined, { Running: false } as const]) {
      assert.deepEqual(await sweepRoutes(engine(traefik), "sso"), { routes: [], swept: [], served: false });
    }
  });

  it("still names a route that Traefik would serve again when it starts", async () => {
    const until = new Date(Date.now() + 600_000).toISOString();
    const label = "authentik-sso.break-glass";
    const Labels = { [`${label}.role`]: "timer", [`${label}.service`]: "grafana", [`${label}.until`]: until };
    const { routes, served } = await sweepRoutes(engine({ Running: false }, [{ Id: "timer", Labels }]), "sso");
    assert.equal(served, false);
    assert.deepEqual(
      routes.map(({ service, state }) => [service, state]),
      [["grafana", "open"]],
    );
  });
});
