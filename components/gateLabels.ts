/** The gate's own labels, and what services need to know of it: plain data from plain arguments. */
import * as pulumi from "@pulumi/pulumi";
import type { GateFacts } from "./contract";
import { GATE_LABEL } from "./routing/access";
import { RoutingError } from "./routing/error";
import { protectedDomains } from "./routing/gateDomains";
import type { MiddlewareLabels, RouterLabels } from "./routing/labels";
import { renderLabels } from "./routing/labels";
import { MIDDLEWARE, outpostNameOf, STRIP_MIDDLEWARE, serverNameOf } from "./routing/view";
import type { SsoGateArgs } from "./ssoGateArgs";
import {
  closedMiddleware,
  dropJwtMiddleware,
  forwardAuthMiddleware,
  loginRateLimitMiddleware,
  stripIdentityMiddleware,
} from "./traefik/middlewares";
import { CERT_RESOLVER, ENTRY_POINT } from "./traefik/staticConfiguration";

const JWT_MIDDLEWARE = "drop-jwt@docker";
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

const MODES = ["opt-in", "strict"];
const OUTPOSTS = ["embedded", "standalone"];

/**
 * Static facts of the gate that `args` describe.
 *
 * @throws {pulumi.RunError} for a mode or an outpost that does not exist, and for domains that cannot stand together.
 */
export function gateFacts(args: SsoGateArgs): GateFacts {
  const mode = args.mode ?? "opt-in";
  if (!MODES.includes(mode)) {
    throw new pulumi.RunError(`gate: mode is '${mode}', allowed are ${MODES.join(" and ")}.`);
  }
  const outpost = args.outpost ?? "embedded";
  if (!OUTPOSTS.includes(outpost)) {
    throw new pulumi.RunError(`gate: outpost is '${outpost}', allowed are ${OUTPOSTS.join(" and ")}.`);
  }
  const prefix = args.prefix ?? "sso";
  const network = args.adoptTraefik?.network ?? `${prefix}-apps`;
  const authHost = args.authHost ?? `auth.${args.domain}`;
  const zones = (args.furtherDomains ?? []).flatMap(({ domain, zoneId }) => (zoneId ? [[domain, zoneId]] : []));
  if (zones.length > 0 && !args.dns) {
    throw new pulumi.RunError(
      "gate: furtherDomains names a zoneId, and the first domain has no DNS records to make it like. Give 'dns' as well (configuration 'cloudflareZoneId' and 'dnsTarget').",
    );
  }
  const port = args.httpsPort === undefined || args.httpsPort === 443 ? "" : `:${args.httpsPort}`;
  return {
    domain: args.domain,
    domains: domainsOf(args, outpost),
    authHost,
    authUrl: `https://${authHost}${port}`,
    mode,
    prefix,
    outpost,
    serverName: outpost === "standalone" ? outpostNameOf(prefix) : serverNameOf(prefix),
    entryPoint: args.adoptTraefik?.entryPoint ?? ENTRY_POINT,
    certResolver: args.adoptTraefik ? (args.adoptTraefik.certResolver ?? "") : args.acme ? CERT_RESOLVER : "",
    middleware: MIDDLEWARE,
    jwtMiddleware: args.passJwt ? "" : JWT_MIDDLEWARE,
    stripMiddleware: STRIP_MIDDLEWARE,
    network,
    networkToJoin: network,
    dnsZoneId: args.dns?.zoneId ?? "",
    ...(zones.length > 0 && { furtherZoneIds: Object.fromEntries(zones) }),
    dnsTarget: args.dns?.target ?? "",
    dnsProxied: args.dns?.proxied ?? false,
    dnsWildcard: args.dns?.wildcard ?? true,
  };
}

/** Every protected domain, the login's own first. */
function domainsOf({ domain, furtherDomains = [] }: SsoGateArgs, outpost: string): string[] {
  if (outpost === "standalone" && furtherDomains.length > 0) {
    throw new pulumi.RunError(
      "gate: furtherDomains needs outpost 'embedded'. A standalone outpost gives every cookie the options of the provider that it loaded last, so the login of one of the domains would end in a 400.",
    );
  }
  try {
    return protectedDomains(
      domain,
      furtherDomains.map((further) => further.domain),
    );
  } catch (error) {
    if (error instanceof RoutingError) throw new pulumi.RunError(`gate: ${error.message}`);
    throw error;
  }
}

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
