/** Which events raise an alert: plain data, no Pulumi. */

/** Fields of authentik's event matcher; each that is given must match. */
export interface EventMatch {
  readonly action: string;
  readonly model?: string;
  /** AKQL, since 2026.5 in matchers and open source (authentik's release notes of 2026.5, "AKQL search syntax"). */
  readonly query?: string;
}

export interface AuditRule {
  readonly name: string;
  readonly severity: string;
  /** One that matches is enough. */
  readonly matches: readonly EventMatch[];
  /** authentik ships a rule of its own for it, which knows its interface and mail, and no webhook. */
  readonly shippedToo?: boolean;
}

/**
 * The alerts, in a fixed order.
 *
 * New administrators: authentik records a membership that is changed on the group (its interface and `add_user` do so)
 * as an update of that group, and one that is changed on the user as an update of the user, which does not name the
 * group. So the first is matched by the group's name, and the second is only in the log. A group that is made
 * is reported too, since it may be one of administrators.
 */
export function auditRules(args: { superuserGroups: readonly string[]; breakGlassUser?: string }): AuditRule[] {
  const group = "authentik_core.group";
  const { breakGlassUser } = args;
  return [
    { name: "failed-logins", severity: "warning", matches: [{ action: "login_failed" }] },
    {
      name: "administrators",
      severity: "alert",
      matches: [
        ...[...new Set(args.superuserGroups)].sort().map((name) => ({
          action: "model_updated",
          model: group,
          query: `context.model.name = ${quoted(name)}`,
        })),
        { action: "model_created", model: group },
      ],
    },
    {
      name: "impersonation",
      severity: "alert",
      matches: [{ action: "impersonation_started" }, { action: "impersonation_ended" }],
    },
    ...(breakGlassUser === undefined
      ? []
      : [
          {
            name: "break-glass",
            severity: "alert",
            matches: [{ action: "login", query: `user.username = ${quoted(breakGlassUser)}` }],
          },
        ]),
    {
      name: "policy-exceptions",
      severity: "alert",
      matches: [{ action: "policy_exception" }, { action: "property_mapping_exception" }],
      shippedToo: true,
    },
    { name: "configuration-errors", severity: "alert", matches: [{ action: "configuration_error" }], shippedToo: true },
  ];
}

/** A text of AKQL, which is DjangoQL's: double quotes, and a backslash before what would end it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
