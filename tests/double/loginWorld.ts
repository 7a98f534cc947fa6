import type { FastifyInstance } from "fastify";
import type { DoubleConfig } from "../../testbed/authentik/config";
import type { DoubleContext } from "../../testbed/authentik/context";
import { silentLog } from "../../testbed/authentik/log";
import { buildServer } from "../../testbed/authentik/server";
import { MemoryStore } from "../../testbed/authentik/store";
import { seed } from "./loginSeed";

const CONFIG: DoubleConfig = {
  postgres: { host: "", port: 0, name: "", user: "", password: "" },
  secretKey: "a-secret-key-of-the-tests-0123456789abcdefghijklmnop",
  listen: { host: "127.0.0.1", port: 0 },
  trustedProxies: ["127.0.0.0/8"],
  bootstrap: {},
  blueprintDelayMs: 0,
  blueprintStepMs: 0,
  writeDelayMs: 0,
  workerPollMs: 100,
  retryDelayMs: 0,
  mail: {
    host: "localhost",
    port: 25,
    username: "",
    password: "",
    useTls: false,
    useSsl: false,
    timeout: 2,
    from: "authentik@localhost",
  },
};

export { PASSWORDS } from "./loginSeed";

/**
 * The double's server over loopback, with two hosts of one domain behind a domain provider (group "family"), one
 * application of its own (group "ops"), and three users: alice (family, ops), bob (family), root (superuser only).
 */
export class LoginWorld {
  readonly store = new MemoryStore();
  readonly context: DoubleContext;
  private shiftMs = 0;
  private app: FastifyInstance | undefined;

  constructor(config: Partial<DoubleConfig> = {}) {
    const clock = (): Date => new Date(Date.now() + this.shiftMs);
    this.context = { store: this.store, config: { ...CONFIG, ...config }, clock, log: silentLog };
  }

  async start(): Promise<void> {
    await seed(this.store);
    this.app = await buildServer(this.context);
    await this.app.listen({ host: "127.0.0.1", port: 0 });
  }

  async stop(): Promise<void> {
    await this.app?.close();
  }

  get port(): number {
    const address = this.app?.server.address();
    if (typeof address !== "object" || !address) throw new Error("the double has not started");
    return address.port;
  }

  advance(seconds: number): void {
    this.shiftMs += seconds * 1000;
  }

  /** Events of one action, oldest first. */
  async events(
    action: string,
  ): Promise<{ user: unknown; client_ip: string | null; context: { [key: string]: unknown } }[]> {
    return (await this.store.list("event")).filter((event) => event.action === action);
  }
}
