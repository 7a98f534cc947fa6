import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs, SsoContract } from "authentik-sso";
import { ProtectedService } from "authentik-sso";
import { TOKEN, type World } from "../double/restWorld";
import { GATE_FACTS as GATE } from "../support/gateFacts";

/** The group that may log in. */
const GROUP: string = "sso-users";

/** What an app was given, as the stack's outputs hold it. */
export interface Given {
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A program with one service for each decision, whose gate is the double; no container is made. */
export async function oidcProgram(
  url: string,
  members: readonly number[],
  decisions: Readonly<Record<string, AccessArgs>>,
): Promise<Record<string, unknown>> {
  const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
  const options = { provider };
  const group = new authentik.Group("users", { name: GROUP, users: [...members] }, options);
  const flow = (slug: string) => authentik.getFlowOutput({ slug }, options).apply(({ id }) => id ?? "");
  const contract: pulumi.Output<SsoContract> = pulumi.output({
    ...GATE,
    networkToJoin: GATE.network,
    version: 1,
    providerUrl: url,
    flows: {
      authorization: flow("default-provider-authorization-implicit-consent"),
      invalidation: flow("default-provider-invalidation-flow"),
    },
    groups: { [GROUP]: group.id },
    defaultGroup: GROUP,
    outpostId: authentik.getOutpostOutput({ name: "authentik Embedded Outpost" }, options).apply(({ id }) => id ?? ""),
    traefik: { version: "", staticConfiguration: [] as string[] },
  });
  const outputs: Record<string, unknown> = {};
  for (const [name, access] of Object.entries(decisions)) {
    const { env, files, clientId, clientSecret } = new ProtectedService(
      name,
      { gate: GATE, contract, port: 8000, access },
      { providers: [provider] },
    );
    outputs[name] = { env, files, clientId, clientSecret };
  }
  return outputs;
}

/** Makes an active user with a password and gives its id. */
export async function makeUser(world: World, username: string, password: string): Promise<number> {
  const body = { username, name: username, email: `${username}@example.com`, is_active: true };
  const { status, json } = await world.call("POST", "/core/users/", body);
  if (status !== 201) throw new Error(`user ${username}: ${status} ${JSON.stringify(json)}`);
  await world.call("POST", `/core/users/${String(json.pk)}/set_password/`, { password });
  return Number(json.pk);
}
