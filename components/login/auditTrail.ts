import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import { type AuditRule, auditRules } from "./auditRules";

/** Who hears of what happens in authentik. */
export interface AuditArgs {
  /** URL that each alert is posted to. Secret: whoever has it can post there. @default none */
  webhookUrl?: pulumi.Input<string>;
  /** `generic` (authentik's JSON) or `slack` (Slack, Discord with `/slack`, Mattermost). @default "generic" */
  webhookFormat?: string;
  /** Group whose members hear of it, by mail and in authentik. @default "authentik Admins" */
  group?: string;
}

export interface AuditTrailArgs {
  /** Prefix of the names of rules. */
  prefix: string;
  /** Groups whose members administer authentik. */
  superuserGroups: string[];
  /** User name of the emergency administrator; none where there is none. */
  breakGlassUser?: string;
  /** Id of the group that hears of it. */
  destination: pulumi.Input<string>;
  /** Whether authentik can send mail. @default false */
  mail?: boolean;
  /** URL that each alert is posted to. Secret. @default none */
  webhookUrl?: pulumi.Input<string>;
  /** `generic` or `slack`. @default "generic" */
  webhookFormat?: string;
}

const WEBHOOK_MODES = new Map([
  ["generic", "webhook"],
  ["slack", "webhook_slack"],
]);

/**
 * Alerts from authentik's own log of events: failed logins, new administrators, impersonation, use of the emergency
 * account, and by webhook also errors of policies and of the configuration, which authentik's shipped rules report by
 * mail and in its interface already.
 *
 * The log itself is kept for authentik's default time, 365 days: its system settings are one object for everybody and
 * are not managed here. A rule does nothing until a policy is bound to it, so each has its bindings here; one that
 * passes is enough (authentik's documentation of notification rules).
 *
 * @throws {pulumi.RunError} for a webhook format that does not exist.
 * @example new AuditTrail("audit", { prefix: "sso", superuserGroups: ["authentik Admins"], destination: adminsId })
 */
export class AuditTrail extends pulumi.ComponentResource {
  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    const format = args.webhookFormat ?? "generic";
    const webhookMode = WEBHOOK_MODES.get(format);
    const rules = auditRules(args);
    super("authentik-sso:index:AuditTrail", name, { rules: rules.map(({ name }) => name) }, opts);
    if (webhookMode === undefined) {
      throw new pulumi.RunError(
        `audit: webhookFormat is '${format}', allowed are ${[...WEBHOOK_MODES.keys()].join(" and ")}.`,
      );
    }
    const options = authentikOptions(this, this.getProvider("authentik:index/eventRule:EventRule"));
    const transport = (kind: string, more: Partial<authentik.EventTransportArgs>): pulumi.Output<string> =>
      new authentik.EventTransport(
        `${name}-${kind}`,
        { name: `${args.prefix}-audit-${kind}`, mode: kind, sendOnce: false, ...more },
        options,
      ).id;
    // One post for the whole group; a mail and a note are for each member.
    const webhook =
      args.webhookUrl === undefined
        ? undefined
        : [transport("webhook", { mode: webhookMode, webhookUrl: pulumi.secret(args.webhookUrl), sendOnce: true })];
    const all = [
      transport("local", {}),
      ...(args.mail ? [transport("email", { emailSubjectPrefix: `[${args.prefix}]` })] : []),
      ...(webhook ?? []),
    ];
    for (const rule of rules) {
      const transports = rule.shippedToo ? webhook : all;
      if (transports) this.rule(name, args, rule, transports, options);
    }
    this.registerOutputs({});
  }

  private rule(
    name: string,
    args: AuditTrailArgs,
    rule: AuditRule,
    transports: pulumi.Output<string>[],
    options: pulumi.CustomResourceOptions,
  ): void {
    const title = `${args.prefix}-audit-${rule.name}`;
    const made = new authentik.EventRule(
      `${name}-${rule.name}`,
      { name: title, severity: rule.severity, destinationGroup: args.destination, transports },
      options,
    );
    rule.matches.forEach((match, order) => {
      const suffix = rule.matches.length === 1 ? "" : `-${order + 1}`;
      const policy = new authentik.PolicyEventMatcher(
        `${name}-${rule.name}${suffix}`,
        { name: `${title}${suffix}`, ...match },
        options,
      );
      new authentik.PolicyBinding(
        `${name}-${rule.name}${suffix}`,
        { target: made.id, policy: policy.id, order },
        options,
      );
    });
  }
}
