/** What is asked of a fleet. It follows from what the fleet's author meant, never from a parser of ours. */
import { AUTH_HOST, type EntryPointName, type ExtraProbe, type Fleet, type Service } from "../fleet/model";
import { SKIPPED } from "./apps";

export interface Probe {
  readonly kind: "page" | "outpost" | "foreign" | "encoded";
  readonly entryPoint: EntryPointName;
  /** Server name of the handshake; only where there is one. */
  readonly sni?: string;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the cookie of somebody logged in is sent. */
  readonly login: boolean;
  /** Container of the service whose host this is. */
  readonly service?: string;
}

/** Value that only the client can have written. */
export const FORGED = "mallory";

/** What an attacker sends along: somebody's name, in several spellings, and another address for authentik to judge. */
export const ATTACK: Readonly<Record<string, string>> = {
  "X-Authentik-Username": FORGED,
  "X-Authentik-Uid": FORGED,
  "X-Authentik-Meta-App": FORGED,
  X_authentik_groups: FORGED,
  "X-Forwarded-Uri": `${SKIPPED}/x`,
};

/** Server name of handshakes that are about no service: one connection serves all of them. */
const OTHER_NAME = "unrelated.invalid";

const OUTPOST = "/outpost.goauthentik.io";

/** Every question about the fleet. */
export function probesOf(fleet: Fleet): Probe[] {
  const { services } = fleet;
  return [
    ...services.flatMap((service, index) => serviceProbes(service, services[(index + 1) % services.length] ?? service)),
    ...nameProbes(fleet),
    ...foreignProbes(fleet),
    ...fleet.probes.map((extra) => extraProbe(fleet, extra)),
  ];
}

function serviceProbes(service: Service, other: Service): Probe[] {
  const [first = ""] = service.hosts;
  const ask = (path: string, more: Partial<Probe> = {}) =>
    probe(more.host ?? first, path, {
      ...owner(service),
      ...((more.entryPoint ?? "websecure") === "websecure" && { sni: first }),
      ...more,
    });
  const found: Probe[] = service.hosts.flatMap((host) => [
    ask("/", { host, sni: host }),
    ask(`${OUTPOST}/start`, { host, sni: host, kind: "outpost" }),
  ]);
  for (const path of [...service.paths, `${OUTPOST}/../secret`, "/%2e%2e/secret", "//api//x"]) found.push(ask(path));
  for (const path of service.openPaths) {
    found.push(ask(`${path}x`), ask(`${path}../secret`), ask(`${path}%2e%2e/secret`), ask(`${path}..%2fsecret`));
  }
  found.push(
    ask("/x%252fy", { kind: "encoded" }),
    ask("/x%2fy", { kind: "encoded" }),
    ask("/", { host: `${first}.` }),
    ask(`${OUTPOST}/start`, { host: `${first}.`, kind: "outpost" }),
    ask("/", { host: first.toUpperCase() }),
    ask("/", { host: `${first}:443` }),
    ask("/", { method: "OPTIONS" }),
    ask("/", { method: "POST" }),
    ask("/", { login: true }),
    ask("/", { sni: other.hosts[0] ?? first }),
    ask("/", { sni: OTHER_NAME }),
  );
  for (const entryPoint of ["web", "lan"] as const) {
    found.push(ask("/", { entryPoint }), ask(`${OUTPOST}/start`, { entryPoint, kind: "outpost" }));
  }
  return found;
}

/** The names by which Traefik's default rule would publish containers, and the gate's own hosts. */
function nameProbes(fleet: Fleet): Probe[] {
  return [
    ...fleet.containers.map(({ name }) => probe(name, "/")),
    probe(AUTH_HOST, "/"),
    probe(AUTH_HOST, `${OUTPOST}/start`, { kind: "outpost" }),
    probe("traefik.example.com", "/api/version"),
  ];
}

/** Hosts that nobody meant, and that a careless expression matches. */
function foreignProbes(fleet: Fleet): Probe[] {
  return fleet.services
    .slice(0, 3)
    .flatMap(({ hosts: [host = ""] }) => [
      probe(`${host}.evil.net`, "/", { kind: "foreign" }),
      probe(host.replaceAll(".", "x"), "/", { kind: "foreign" }),
    ]);
}

function extraProbe(fleet: Fleet, { host, path, ...rest }: ExtraProbe): Probe {
  const service = fleet.services.find(({ hosts }) => hosts.includes(host));
  return probe(host, path, { ...(service && owner(service)), ...rest });
}

function owner({ container }: Service): Partial<Probe> {
  return { service: container };
}

function probe(host: string, path: string, more: Partial<Probe> = {}): Probe {
  const entryPoint = more.entryPoint ?? "websecure";
  return {
    kind: "page",
    host,
    path,
    method: "GET",
    login: false,
    ...(entryPoint !== "web" && { sni: OTHER_NAME }),
    ...more,
    entryPoint,
    headers: { ...ATTACK, ...more.headers },
  };
}
