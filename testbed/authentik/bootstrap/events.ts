import type { Scope } from "../rest/scope";
import { ensure, ensureCreated } from "./ensure";
import { ADMIN_GROUP } from "./identities";

/** Shipped rules: name, and the actions that set each off. */
const RULES: readonly [name: string, actions: { [policy: string]: string }][] = [
  ["default-notify-configuration-error", { "default-match-configuration-error": "configuration_error" }],
  ["default-notify-update", { "default-match-update": "update_available" }],
  [
    "default-notify-exception",
    {
      "default-match-policy-exception": "policy_exception",
      "default-match-property-mapping-exception": "property_mapping_exception",
    },
  ],
];

/** Shipped transports, and the rules that tell the administrators of errors and updates. */
export async function bootstrapEvents(scope: Scope): Promise<void> {
  const transports: unknown[] = [];
  for (const mode of ["email", "local"]) {
    transports.push((await ensure(scope, "event_transport", { name: `default-${mode}-transport` }, { mode })).pk);
  }
  const group = await ensureCreated(scope, "group", { name: ADMIN_GROUP }, { is_superuser: true });
  for (const [name, actions] of RULES) {
    const attributes = { severity: "alert", destination_group: group.pk, transports };
    const rule = await ensure(scope, "event_rule", { name }, attributes);
    let order = 0;
    for (const [policyName, action] of Object.entries(actions)) {
      const policy = await ensure(scope, "policy_event_matcher", { name: policyName }, { action });
      await ensureCreated(scope, "policy_binding", { order, policy: policy.pk, target: rule.pk });
      order += 1;
    }
  }
}
