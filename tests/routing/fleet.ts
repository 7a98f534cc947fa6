/** A small sound stack, and ways to change one thing about it. */
import type { ContainerView, GateView, Leaf, StackView } from "../../components/routing";
import {
  authAddressOf,
  EXTERNAL_COMPONENT,
  GATE_COMPONENT,
  IDENTITY_HEADERS,
  known,
  OUTPOST_PRIORITY,
  outpostRule,
  readStaticConfiguration,
  renderLabels,
  UNKNOWN,
} from "../../components/routing";

export type Labels = Readonly<Record<string, string>>;

export const TODAY = "2026-11-23";

export const GATE: GateView = {
  here: true,
  domains: ["example.com"],
  authHost: "auth.example.com",
  entryPoint: "websecure",
  middleware: "authentik@docker",
  stripMiddleware: "strip-identity@docker",
  authAddress: authAddressOf("sso-authentik-server"),
  serverName: "sso-authentik-server",
  outpost: "embedded",
  mode: "opt-in",
  prefix: "sso",
  network: known("sso-apps"),
  dnsTarget: known(""),
};

export const FLAGS: readonly string[] = [
  "--accesslog=true",
  "--api.insecure=false",
  "--entrypoints.web.address=:80",
  "--entrypoints.web.http.redirections.entrypoint.to=websecure",
  "--entrypoints.websecure.address=:443",
  "--entrypoints.websecure.http.tls=true",
  ...["web", "websecure"].flatMap((point) => [
    `--entrypoints.${point}.http.aliasheadersstrategy=delete`,
    `--entrypoints.${point}.http.encodedcharacters.allowencodedslash=false`,
    `--entrypoints.${point}.http.encodedcharacters.allowencodedpercent=false`,
  ]),
  "--providers.docker.constraints=Label(`sso.gate`,`sso`)",
  "--providers.docker.exposedbydefault=false",
  "--providers.docker.defaultrule=",
  "--providers.docker.endpoint=tcp://sso-socket-proxy:2375",
];

/** A container with nothing special about it. With anything for Traefik it says whose gate it stands behind. */
export function container(title: string, given: Labels, more: Partial<ContainerView> = {}): ContainerView {
  const speaks = Object.keys(given).some((key) => /^traefik\./i.test(key));
  const labels = speaks ? { "sso.gate": "sso", ...given } : given;
  return {
    id: `urn:${title}`,
    title,
    name: known(`sso-${title}`),
    labels: known(Object.entries(labels).map(([key, value]) => ({ key: known(key), value: known(value) }))),
    image: known(`registry.example/${title}:1`),
    command: known([]),
    networks: [known("sso-apps")],
    addresses: [],
    provider: "docker",
    networkMode: known(undefined),
    ports: [],
    mounts: [],
    components: [],
    ...more,
  };
}

/** Labels of a service behind the login, as the components write them. */
export function service(name: string, change: Labels = {}): Labels {
  return {
    ...renderLabels({
      enable: true,
      network: "sso-apps",
      routers: {
        [name]: {
          rule: `Host(\`${name}.example.com\`)`,
          entryPoints: ["websecure"],
          middlewares: ["authentik@docker"],
          service: name,
          tls: true,
        },
      },
      services: { [name]: { port: 8080 } },
    }),
    "sso.access": "domain",
    "sso.gate": "sso",
    ...change,
  };
}

/** Labels of a service without the login. */
export function excludedService(name: string, change: Labels = {}): Labels {
  return service(name, {
    [`traefik.http.routers.${name}.middlewares`]: "strip-identity@docker",
    "sso.access": "excluded",
    "sso.reason": "The TV app cannot open a browser",
    ...change,
  });
}

export const SERVER_LABELS: Labels = {
  ...renderLabels({
    enable: true,
    network: "sso-gate",
    routers: {
      authentik: { rule: "Host(`auth.example.com`)", entryPoints: ["websecure"], service: "authentik", tls: true },
      "authentik-outpost": {
        rule: outpostRule(["example.com"]),
        entryPoints: ["websecure"],
        priority: OUTPOST_PRIORITY,
        service: "authentik",
        tls: true,
      },
    },
    services: { authentik: { port: 9000 } },
  }),
  "sso.access": "gate",
  "sso.gate": "sso",
};

export const TRAEFIK_LABELS: Labels = {
  ...renderLabels({
    enable: true,
    routers: {
      dashboard: {
        rule: "Host(`traefik.example.com`)",
        entryPoints: ["websecure"],
        middlewares: ["authentik@docker"],
        service: "api@internal",
        tls: true,
      },
    },
    middlewares: {
      authentik: {
        forwardauth: {
          address: GATE.authAddress,
          authresponseheaders: [...IDENTITY_HEADERS],
          authresponseheadersregex: "^X-Authentik-",
          maxresponsebodysize: 1048576,
          trustforwardheader: true,
        },
      },
      "strip-identity": {
        headers: Object.fromEntries(IDENTITY_HEADERS.map((header) => [`customrequestheaders.${header}`, ""])),
      },
    },
  }),
  "sso.access": "domain",
  "sso.gate": "sso",
};

const IN_GATE: Partial<ContainerView> = { components: [GATE_COMPONENT] };

export function server(change: Labels = {}, more: Partial<ContainerView> = {}): ContainerView {
  return container("authentik-server", without({ ...SERVER_LABELS, ...change }), {
    ...IN_GATE,
    image: known("ghcr.io/goauthentik/server:2026.5.7"),
    command: known(["server"]),
    networks: [known("sso-gate"), known("sso-database")],
    ...more,
  });
}

export function traefik(change: Labels = {}, more: Partial<ContainerView> = {}): ContainerView {
  return container("traefik", without({ ...TRAEFIK_LABELS, ...change }), {
    ...IN_GATE,
    image: known("traefik:v3.7.15"),
    command: known(FLAGS),
    ...more,
  });
}

/** Leaves out labels whose value is the word REMOVED. */
export const REMOVED = "\u0000removed";

export function without(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== REMOVED));
}

export const GRAFANA = container("grafana", service("grafana"));
export const JELLYFIN = container("jellyfin", excludedService("jellyfin"));
export const PAPERLESS = container(
  "paperless",
  excludedService("paperless", {
    "traefik.http.routers.paperless.middlewares": "authentik@docker",
    ...renderLabels({
      enable: true,
      routers: {
        "paperless-open": {
          rule: "Host(`paperless.example.com`) && (PathPrefix(`/api/`) || PathPrefix(`/share/`))",
          entryPoints: ["websecure"],
          middlewares: ["strip-identity@docker"],
          service: "paperless",
          tls: true,
        },
      },
    }),
    "sso.paths": "/api/,/share/",
  }),
);
export const PROXMOX = container(
  "proxmox",
  without({
    ...service("proxmox"),
    "traefik.http.services.proxmox.loadbalancer.server.port": REMOVED,
    "traefik.http.services.proxmox.loadbalancer.server.url": "https://192.0.2.10:8006",
  }),
  { components: [EXTERNAL_COMPONENT] },
);
export const POSTGRES = container("postgres", {}, { ...IN_GATE, networks: [known("sso-database")] });

export const SOUND: readonly ContainerView[] = [traefik(), server(), POSTGRES, GRAFANA, JELLYFIN, PAPERLESS, PROXMOX];

/** The sound stack with containers added or, by title, replaced. */
export function stack(change: readonly ContainerView[] = [], more: Partial<StackView> = {}): StackView {
  const titles = new Set(change.map(({ title }) => title));
  return {
    containers: [...SOUND.filter(({ title }) => !titles.has(title)), ...change],
    gate: GATE,
    static: known(readStaticConfiguration(FLAGS)),
    oidcClients: [],
    proxyProviders: [],
    applications: [],
    dnsRecords: [],
    approvedExclusions: [],
    today: TODAY,
    ...more,
  };
}

/** A list of labels of which one value, or key, is unknown. */
export function withUnknown(labels: Labels, key: string, part: "key" | "value"): ContainerView["labels"] {
  const leaf = (text: string, hidden: boolean): Leaf<string> => (hidden ? UNKNOWN : known(text));
  return known(
    Object.entries(labels).map(([name, value]) => ({
      key: leaf(name, name === key && part === "key"),
      value: leaf(value, name === key && part === "value"),
    })),
  );
}
