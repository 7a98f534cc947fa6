import type { EnforcementLevel } from "@pulumi/policy";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PackPolicy } from "../policy";
import type { Pack } from "./pack";
import { levelWord } from "./protocol";

/** What the engine was told of each policy, by its name. */
export type Configuration = ReadonlyMap<string, PolicyConfiguration>;

interface PolicyConfiguration {
  readonly level: EnforcementLevel;
  /** What `getConfig` gives. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The configuration that the engine sends before it asks anything. It replaces an earlier one as a whole. */
export function configurationOf(request: ConfigureAnalyzerRequest): Configuration {
  const found = new Map<string, PolicyConfiguration>();
  request.getPolicyconfigMap().forEach((config, name) => {
    const properties = config.getProperties()?.toJavaScript() ?? {};
    found.set(name, { level: levelWord(config.getEnforcementlevel()), properties });
  });
  return found;
}

/**
 * The level of a policy: as configured, else its own, else the pack's.
 *
 * Nothing is remediated here, so `remediate` is `mandatory`, as in the policy SDK (`server.js`).
 */
export function levelOf(policy: PackPolicy, pack: Pack, configuration: Configuration): EnforcementLevel {
  const level = configuration.get(policy.name)?.level ?? policy.enforcementLevel ?? pack.enforcementLevel;
  return level === "remediate" ? "mandatory" : level;
}

/** The function `getConfig` of a policy. */
export function getConfigOf(policy: PackPolicy, configuration: Configuration): <T extends object>() => T {
  const properties = configuration.get(policy.name)?.properties ?? {};
  return <T extends object>() => properties as T;
}
