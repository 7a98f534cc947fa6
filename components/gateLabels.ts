/** The gate's own labels: plain data from its facts. */
import type { GateFacts } from "./contract";
import { GATE_LABEL } from "./routing/access";
import type { MiddlewareLabels, RouterLabels } from "./routing/labels";
import { renderLabels } from "./routing/labels";
import {
  closedMiddleware,
  dropJwtMiddleware,
  forwardAuthMiddleware,
  loginRateLimitMiddleware,
  stripIdentityMiddleware,
} from "./traefik/middlewares";

const LOGIN_LIMIT = "login-limit@docker";

/** The two paths over which passwords are tried: the flow executor and the token endpoint. */
const LOGIN_PATHS = ["/api/v3/flows/executor/", "/application/o/token/"];

const CLOSED = "closed-flows@docker";

/**
 * Shipped flows that nobody comes to by way of Traefik, page and executor: the first set-up, which is open until the
 * bootstrap has given the administrator a password, and the shipped login, which knows neither the gate's limit of
 * failed logins nor its required second factor. Both still answer on the API's port on the Docker host.
 */
const CLOSED_FLOWS = ["initial-setup", "default-authentication-flow"];

/** Above the login's other routers, below the outpost's. */
const CLOSED_PRIORITY = 10_000;

/** Middlewares of a router behind the login, in order: the login always comes first. */
export function loginChain(facts: GateFacts): string[] {
  return facts.jwtMiddleware === "" ? [facts.middleware] : [facts.middleware, facts.jwtMiddleware];
}

/** The middlewares that routers ask for by {@link gateFacts}' references. */
function loginMiddlewares(facts: GateFacts): Readonly<Record<string, MiddlewareLabels>> {
  return {
    authentik: forwardAuthMiddleware(facts.serverName),
    "drop-jwt": dropJwtMiddleware(),
    "strip-identity": stripIdentityMiddleware(),
    "closed-flows": closedMiddleware(),
  };
}

/** Labels of authentik's server: the login host, with the login routes limited where Redis counts. */
export function serverLabels(
  facts: GateFacts,
  args: { limited: boolean; adopted: boolean },
): Readonly<Record<string, string>> {
  const login: RouterLabels = {
    rule: `Host(\`${facts.authHost}\`)`,
    entryPoints: [facts.entryPoint],
    service: "authentik",
    tls: true,
  };
  const prefixes = (paths: readonly string[]) => paths.map((path) => `PathPrefix(\`${path}\`)`).join(" || ");
  const closed = CLOSED_FLOWS.flatMap((slug) => [`/if/flow/${slug}`, `/api/v3/flows/executor/${slug}`]);
  return {
    ...renderLabels({
      enable: true,
      network: args.adopted ? facts.network : `${facts.prefix}-gate`,
      routers: {
        authentik: login,
        ...(args.limited && {
          "authentik-login": {
            ...login,
            rule: `${login.rule} && (${prefixes(LOGIN_PATHS)})`,
            middlewares: [LOGIN_LIMIT],
          },
        }),
        "authentik-closed": {
          ...login,
          rule: `${login.rule} && (${prefixes(closed)})`,
          priority: CLOSED_PRIORITY,
          middlewares: [CLOSED],
        },
      },
      services: { authentik: { port: 9000 } },
      ...(args.adopted && {
        middlewares: loginMiddlewares(facts),
      }),
    }),
    [GATE_LABEL]: facts.prefix,
    "sso.access": "gate",
  };
}

/** Traefik's service of a standalone outpost. */
export const OUTPOST_SERVICE = "sso-outpost";

/** Labels of a standalone outpost's container: the outpost router, and the service that it leads to. */
export function outpostLabels(
  facts: GateFacts,
  router: Readonly<Record<string, string>>,
  adopted: boolean,
): Record<string, string> {
  return {
    ...renderLabels({
      enable: true,
      network: adopted ? facts.network : `${facts.prefix}-gate`,
      services: { [OUTPOST_SERVICE]: { port: 9000 } },
    }),
    ...router,
    [GATE_LABEL]: facts.prefix,
    "sso.access": "gate",
  };
}

/** Labels of Traefik's own container: the middlewares, and the dashboard behind the login where wanted. */
export function traefikLabels(
  facts: GateFacts,
  args: { loginsPerMinute: number; redis?: string; dashboardHost?: string },
): Readonly<Record<string, string>> {
  return {
    ...renderLabels({
      enable: true,
      middlewares: {
        ...loginMiddlewares(facts),
        ...(args.redis && {
          "login-limit": loginRateLimitMiddleware(args.redis, args.loginsPerMinute, args.loginsPerMinute),
        }),
      },
      ...(args.dashboardHost && {
        routers: {
          "traefik-dashboard": {
            rule: `Host(\`${args.dashboardHost}\`)`,
            entryPoints: [facts.entryPoint],
            middlewares: loginChain(facts),
            service: "api@internal",
            tls: true,
          },
        },
      }),
    }),
    [GATE_LABEL]: facts.prefix,
    "sso.access": args.dashboardHost ? "domain" : "gate",
  };
}
