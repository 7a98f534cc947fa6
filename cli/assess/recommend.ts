/** Which decision suits a service, by what its app is known for. Pure. */
import { OIDC_PRESETS } from "../../components/presets/oidc";
import { isImageOf } from "../../components/presets/oidc/image";
import { fill } from "../../components/presets/oidc/render";
import { OPEN_PATHS } from "../../components/presets/openPaths";
import { KNOWN_APPS, OPEN_PATH_IMAGES } from "./knownApps";
import type { AssessedService } from "./sources";

/** A recommendation, with what to write. */
export interface Recommendation {
  readonly service: string;
  /** Image reference; empty where none is known. */
  readonly image: string;
  /** Decision that the service has now. */
  readonly now?: string;
  /** App that the service was recognised as. */
  readonly app?: string;
  readonly mode: "domain" | "application" | "oidc" | "excluded";
  readonly why: string;
  /** The decision in a program. */
  readonly write: string;
  /** What mobile apps and API clients of it do. */
  readonly clients?: string;
  /** Where it can log in through authentik: what happens to accounts that it has already, and what to do. */
  readonly accounts?: string;
  /** Where it can log in through authentik, and keeps the settings itself: what to enter. */
  readonly steps?: readonly string[];
}

/** The recommendation for each service, in their order. */
export function recommend(services: readonly AssessedService[]): Recommendation[] {
  return services.map((service) => {
    const { name, image = "", now } = service;
    const base = { service: name, image, ...(now !== undefined && { now }) };
    return { ...base, ...(oidcApp(service) ?? openApp(service) ?? knownApp(service) ?? UNKNOWN_APP) };
  });
}

type Advice = Omit<Recommendation, "service" | "image" | "now">;

/** Nobody knows what its clients do, and a login too many is noticed, one too few is not. */
const UNKNOWN_APP: Advice = {
  mode: "domain",
  why: "nothing is known of it, and the login is the safe side: exclude what cannot pass it once somebody misses it",
  write: "domain()",
};

function oidcApp(service: AssessedService): Advice | undefined {
  const app = find(service, Object.keys(OIDC_PRESETS), (name) => OIDC_PRESETS[name]?.images ?? []);
  const preset = app === undefined ? undefined : OIDC_PRESETS[app];
  if (app === undefined || !preset) return undefined;
  const { mode, why } = preset.suited;
  const write = {
    oidc: `oidc({ preset: "${app}" })`,
    domain: "domain()",
    application: 'application({ groups: ["authentik Admins"] })',
  };
  return {
    app,
    mode,
    why,
    write: write[mode],
    clients: preset.clients,
    accounts: `${preset.accounts.what} ${preset.accounts.fix}`,
    ...(preset.delivery.kind === "manual" && {
      steps: [...preset.delivery.steps, preset.delivery.check].map((step) =>
        fill(step, { ...service.urls, clientId: "<client id of output 'oidcClients'>" }),
      ),
    }),
  };
}

function openApp(service: AssessedService): Advice | undefined {
  const app = find(service, Object.keys(OPEN_PATHS), (name) => OPEN_PATH_IMAGES[name] ?? []);
  const open = app === undefined ? undefined : OPEN_PATHS[app];
  if (app === undefined || !open) return undefined;
  return {
    app,
    mode: "excluded",
    why: `its pages stay behind the login; ${open.paths.join(", ")} are open for clients that cannot log in. ${open.why.replace(/\.$/, "")}`,
    write: `excluded({ preset: "${app}", reason: "…" })`,
  };
}

function knownApp(service: AssessedService): Advice | undefined {
  const app = find(service, Object.keys(KNOWN_APPS), (name) => KNOWN_APPS[name]?.images ?? []);
  const known = app === undefined ? undefined : KNOWN_APPS[app];
  if (app === undefined || !known) return undefined;
  const write = {
    domain: "domain()",
    application: 'application({ groups: ["authentik Admins"] })',
    excluded: 'excluded({ reason: "…" })',
  };
  return { app, mode: known.mode, why: known.why, write: write[known.mode] };
}

/** The app that an image is of; without an image, the one that the service is named after. */
function find(
  { name, image }: AssessedService,
  apps: readonly string[],
  imagesOf: (app: string) => readonly string[],
): string | undefined {
  if (image !== undefined) return apps.find((app) => isImageOf(image, imagesOf(app)));
  return apps.find((app) => app === name.toLowerCase());
}
