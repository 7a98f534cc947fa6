/** The labels of one service: its decision, turned into Traefik routers. Plain data from plain arguments. */
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import type { GateFacts } from "../contract";
import { loginChain } from "../gateLabels";
import { GATE_LABEL } from "../routing/access";
import { openCondition } from "../routing/exclusionScope";
import type { RouterLabels } from "../routing/labels";
import { renderLabels } from "../routing/labels";
import { accessLabels, exclusionScope } from "./accessLabels";

export interface ServiceLabelsArgs {
  /** Name of the service: of its routers and of Traefik's service. */
  readonly name: string;
  /** Host under which it is reached. */
  readonly host: string;
  /** Port inside the container; none for a service that has a URL. */
  readonly port?: number;
  /** `http` (default) or `https`, as the container speaks. */
  readonly scheme?: string;
  /** Absolute URL of something that is no container; only an ExternalService has one. */
  readonly url?: string;
  readonly access: AccessArgs;
  readonly gate: GateFacts;
}

/**
 * Labels that put the decision into effect and tell it to whoever looks at the host.
 *
 * Behind the login the forwardAuth middleware comes first; without one the identity headers are stripped, since
 * nothing else would. What is open for some paths or clients only is a router of its own: in domain mode authentik's own path list is matched
 * against the whole URL, its query included, and so opens every page.
 */
export function serviceLabels(args: ServiceLabelsArgs): Readonly<Record<string, string>> {
  const { name, gate, access } = args;
  refuseOwnApplication(name, access, gate);
  const scope = access.mode === "excluded" ? exclusionScope(access) : undefined;
  const condition = scope && openCondition(scope);
  const router = (rule: string, middlewares: string[]): RouterLabels => ({
    rule,
    entryPoints: [gate.entryPoint],
    middlewares,
    service: name,
    tls: true,
  });
  const host = `Host(\`${args.host}\`)`;
  const open = access.mode === "oidc" || (scope !== undefined && !condition);
  const routers: Record<string, RouterLabels> = {
    [name]: router(host, open ? [gate.stripMiddleware] : loginChain(gate)),
  };
  if (condition) routers[`${name}-open`] = router(`${host} && ${condition}`, [gate.stripMiddleware]);
  return {
    ...renderLabels({
      enable: true,
      network: gate.network,
      routers,
      services: {
        [name]: {
          ...(args.port !== undefined && { port: args.port }),
          ...(args.scheme !== undefined && { scheme: args.scheme }),
          ...(args.url !== undefined && { url: args.url }),
        },
      },
    }),
    [GATE_LABEL]: gate.prefix,
    ...accessLabels(access),
  };
}

/**
 * A standalone outpost gives every cookie the options of the provider loaded last, so a provider of one host beside the
 * domain's ends the login of one of them in a 400 (goauthentik/authentik issue 26228).
 */
function refuseOwnApplication(name: string, { mode }: AccessArgs, gate: GateFacts): void {
  if (mode !== "application" || gate.outpost !== "standalone") return;
  throw new pulumi.RunError(
    `service '${name}': application() does not work with a standalone outpost, which has one set of cookie options for all of its providers. Use domain(), or set outpost: "embedded" on the gate.`,
  );
}
