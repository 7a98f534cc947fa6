/** Services of a fleet, from where somebody has written them down. Pure: texts in, services out. */
import { gateFacts } from "../../components/gateFacts";
import { type OidcUrls, oidcUrls } from "../../components/presets/oidc/render";
import { publicUrl, serviceHost } from "../../components/service/address";
import { clientSlug } from "../../components/service/oidcNames";
import { UserError } from "../errors";
import { parseInspected } from "../exposure/inspected";
import { parseYaml } from "../yamlText";

/** A service, and the image that says which app it is. */
export interface AssessedService {
  readonly name: string;
  readonly image?: string;
  /** Decision that it has now. */
  readonly now?: string;
  /** URLs of its client in authentik, where the gate is known. */
  readonly urls?: OidcUrls;
}

/** The services of a stack's configuration, `Pulumi.<stack>.yaml`. */
export function servicesOfStack(text: string, from: string): AssessedService[] {
  const config = recordOf(recordOf(parseYaml(text, from)).config);
  const list = config["authentik-sso:services"] ?? [];
  if (!Array.isArray(list))
    throw refuse(from, "has a 'services' that is no list", "a list of services, each with a name");
  return list.map((entry: unknown, index) => {
    const { name, image, access, host } = recordOf(entry);
    if (typeof name !== "string") {
      throw refuse(from, `has a service without a name (number ${index + 1})`, "a list of services, each with a name");
    }
    const { mode } = recordOf(access);
    const now = typeof mode === "string" ? mode : "domain";
    return {
      name,
      ...textAs("image", image),
      now,
      ...urlsAs(name, config, typeof host === "string" ? host : undefined),
    };
  });
}

/** The URLs that a client of this service would have, by the gate's own reckoning. */
function urlsAs(
  name: string,
  config: Readonly<Record<string, unknown>>,
  host: string | undefined,
): { urls?: OidcUrls } {
  const domain = config["authentik-sso:domain"];
  if (typeof domain !== "string" || domain === "") return {};
  const port = Number(config["authentik-sso:httpsPort"] ?? 443);
  const gate = gateFacts({ domain, httpsPort: port, ...textAs("authHost", config["authentik-sso:authHost"]) });
  return { urls: oidcUrls(gate.authUrl, clientSlug(name), publicUrl(gate, serviceHost(gate, name, host))) };
}

/** The services of a Compose file (the Compose Specification, `services`). */
export function servicesOfCompose(text: string, from: string): AssessedService[] {
  const { services } = recordOf(parseYaml(text, from));
  if (typeof services !== "object" || services === null || Array.isArray(services)) {
    throw refuse(from, "has no 'services'", "a Compose file");
  }
  return Object.entries(services as Record<string, unknown>).map(([name, service]) => {
    const { image, labels } = recordOf(service);
    return { name, ...textAs("image", image), ...textAs("now", labelOf(labels, "sso.access")) };
  });
}

/** Running containers, as `docker inspect` prints them, without the gate's own. */
export function servicesOfContainers(text: string, from: string): AssessedService[] {
  return parseInspected(text, from)
    .map(({ Name, Config }) => ({
      name: Name.replace(/^\//, ""),
      ...textAs("image", Config.Image),
      ...textAs("now", Config.Labels?.["sso.access"]),
    }))
    .filter(({ now }) => now !== "gate");
}

/** Compose takes labels as a map or as a list of `key=value`. */
function labelOf(labels: unknown, key: string): unknown {
  if (!Array.isArray(labels)) return recordOf(labels)[key];
  const found = labels.find((item): item is string => typeof item === "string" && item.startsWith(`${key}=`));
  return found?.slice(key.length + 1);
}

function textAs<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === "string" && value !== "" ? { [key]: value } : {}) as { [P in K]?: string };
}

function refuse(from: string, what: string, allowed: string): UserError {
  return new UserError({ what: `${from} ${what}.`, allowed });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
