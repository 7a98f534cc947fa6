/** The file that opens one service in an emergency, for Traefik's file provider. Pure. */
import { stringify } from "yaml";
import { IDENTITY_HEADERS, OUTPOST_PRIORITY } from "../../components/routing";
import { EMERGENCY_ROUTER } from "../audit/accessLog";

/** What the route is made of. */
export interface EmergencyRoute {
  /** Name of the service as the stack lists it. */
  readonly service: string;
  readonly host: string;
  /** Traefik's service behind it, with its provider: `grafana@docker`. */
  readonly traefikService: string;
  /** Ranges that it is open for. */
  readonly from: readonly string[];
  readonly entryPoint: string;
  /** Empty where certificates come from the file provider. */
  readonly certResolver: string;
  readonly user: string;
  /** bcrypt hash of the password. */
  readonly hash: string;
  /** When it ends, in seconds since 1970. */
  readonly deadline: number;
}

/** Above every router that a service may have, below the one that leads to the outpost. */
export const EMERGENCY_PRIORITY = OUTPOST_PRIORITY - 1;

const NAME = /^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const RANGE = /^[0-9a-f.:]+(\/\d{1,3})?$/i;
const HASH = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Realm of a route's basic auth. It names the user, so that two openings of one service can be told apart. */
export function realmOf(user: string): string {
  return `emergency access as ${user}`;
}

/** Name of the service's file in the directory of the file provider. */
export function routeFileName(service: string): string {
  return `${EMERGENCY_ROUTER}${service}.yml`;
}

/**
 * The file's text: a router for the exact host and the ranges alone, basic auth, and no identity header of the client.
 *
 * The whole of it stands in a condition on the time, which Traefik reads whenever it loads the directory: a file that
 * somehow outlived its end opens nothing once Traefik starts again. Nothing that people wrote freely is in it, since
 * the file is a Go template.
 *
 * `ClientIP` is the address that connects to Traefik, never a forwarded header (Traefik 3.7 `pkg/muxer/http`).
 *
 * @throws Error for a value that would mean something to Traefik's rule or template language
 */
export function renderRoute(route: EmergencyRoute): string {
  const { service, host, traefikService, from, entryPoint, certResolver, user, hash, deadline } = route;
  check("service", service, NAME);
  check("host", host, HOST);
  check("service of Traefik", traefikService.replace("@", "-"), NAME);
  check("entry point", entryPoint, NAME);
  if (certResolver !== "") check("certificate resolver", certResolver, NAME);
  check("user", user, NAME);
  check("hash", hash, HASH);
  for (const range of from) check("range", range, RANGE);
  if (from.length === 0) throw new Error("an emergency route without a range would be open for everybody");
  if (!Number.isSafeInteger(deadline) || deadline <= 0) throw new Error(`deadline is ${deadline}`);

  const name = `${EMERGENCY_ROUTER}${service}`;
  const clients = from.map((range) => `ClientIP(\`${range}\`)`).join(" || ");
  const document = {
    http: {
      routers: {
        [name]: {
          rule: `Host(\`${host}\`) && (${clients})`,
          priority: EMERGENCY_PRIORITY,
          entryPoints: [entryPoint],
          middlewares: [`${name}-login`, `${name}-strip`],
          service: traefikService,
          tls: certResolver === "" ? {} : { certResolver },
        },
      },
      middlewares: {
        [`${name}-login`]: { basicAuth: { users: [`${user}:${hash}`], realm: realmOf(user), removeHeader: true } },
        [`${name}-strip`]: {
          headers: { customRequestHeaders: Object.fromEntries(IDENTITY_HEADERS.map((header) => [header, ""])) },
        },
      },
    },
  };
  return `{{ if lt now.Unix ${deadline} }}\n${stringify(document, { lineWidth: 0 })}{{ end }}\n`;
}

/** The end of a route in seconds since 1970, from its file; nothing where the file is none of ours. */
export function deadlineOf(text: string): number | undefined {
  const seconds = /^\{\{ if lt now\.Unix (\d{1,12}) \}\}/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

function check(what: string, value: string, pattern: RegExp): void {
  if (!pattern.test(value))
    throw new Error(`the ${what} of an emergency route is '${value}', which Traefik could misread`);
}
