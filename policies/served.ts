import { policies } from "./pack";
import { version } from "./package.json";
import type { Pack } from "./server/pack";

/** The pack as it is served to the engine. */
export function servedPack(list = policies()): Pack {
  return {
    name: "authentik-sso",
    version,
    displayName: "authentik-sso",
    description: "No service is reachable without a login unless somebody excluded it with a reason.",
    enforcementLevel: "mandatory",
    tags: ["sso", "authentik", "traefik", "docker"],
    policies: list,
  };
}
