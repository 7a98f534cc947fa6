/** Entry point of the policy pack: `pulumi preview --policy-pack policies`. */
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./pack";

new PolicyPack("authentik-sso", {
  displayName: "authentik-sso",
  description: "No service is reachable without a login unless somebody excluded it with a reason.",
  enforcementLevel: "mandatory",
  tags: ["sso", "authentik", "traefik", "docker"],
  policies: policies(),
});
