import * as pulumi from "@pulumi/pulumi";
import { type AuditArgs, AuditTrail } from "./auditTrail";
import { type BrandArgs, GateBrand } from "./brand";
import { BreakGlassAdmin, type BreakGlassArgs } from "./breakGlassAdmin";
import { LoginFlow } from "./loginFlow";
import { LogoutFlow } from "./logoutFlow";
import { Lookups } from "./lookups";
import { People } from "./people";
import type { SsoGroupArgs, SsoUserArgs } from "./peopleModel";
import { Recovery } from "./recovery";
import { SecondFactor } from "./secondFactor";

/** How people log in. */
export interface LoginArgs {
  /** How long one login lasts, in hours. @default 24 */
  sessionHours?: number;
  /** Minutes after which a service with groups of its own, `application()`, asks authentik again, 1 to 60. @default 60 */
  applicationMinutes?: number;
  /** Days that "stay signed in" adds; 0 does not offer it. @default 0 */
  staySignedInDays?: number;
  /** Offer to remember the user name on the device. @default true */
  rememberUsername?: boolean;
  /** Second factor: `off`, `optional`, `admins` or `everyone`. @default "admins" */
  mfa?: string;
  /** Groups that need a second factor besides those that administer authentik. @default none */
  mfaGroups?: string[];
  /** Failed logins by which an address is shut out for a day, 1 to 5; 0 for no limit. @default 5 */
  failedLogins?: number;
  /** Shortest password that the recovery accepts, in characters. @default 12 */
  passwordLength?: number;
  /** Minutes for which the link of a recovery mail works. @default 30 */
  recoveryLinkMinutes?: number;
}

/** What a program says of logins and people. */
export interface LoginSettings {
  /** Groups to make. @default none but the gate's own */
  groups?: SsoGroupArgs[];
  /** Users to make. @default none */
  users?: SsoUserArgs[];
  /** Sessions, second factor, limits. @default one login a day, a second factor for administrators */
  login?: LoginArgs;
  /** What the login looks like. @default authentik's look */
  brand?: BrandArgs;
  /** Who hears of failed logins, new administrators and the like. @default authentik's administrators, in its interface */
  audit?: AuditArgs;
  /** The emergency administrator. @default "break-glass" */
  breakGlass?: BreakGlassArgs;
}

export interface GateLoginArgs extends LoginSettings {
  /** Prefix of the names of flows, stages and rules. */
  prefix: string;
  /** Domain of the services, for titles. */
  domain: string;
  /** Host of the login. */
  authHost: string;
  /** The gate's own group. */
  gateGroup: string;
  /** authentik's id of that group. */
  gateGroupId: pulumi.Input<string>;
  /** Names of users that authentik has already. */
  takenUsers: string[];
  /** Whether authentik can send mail. */
  mail: boolean;
  /** Where the API answers; unknown until authentik is ready. */
  apiUrl: pulumi.Input<string>;
  /** Protect the emergency account from deletion. @default true */
  protect?: boolean;
}

/** The group whose members administer authentik; its bootstrap makes it. */
export const ADMIN_GROUP = "authentik Admins";

/** The user settings page, as authentik ships it. */
const USER_SETTINGS = "default-user-settings-flow";

/**
 * Everything about logging in that would else be clicked together in authentik's admin interface: people and groups,
 * login and logout, second factor, recovery by mail, the look, alerts and the emergency account.
 *
 * @throws {pulumi.RunError} for settings that cannot be.
 */
export class GateLogin extends pulumi.ComponentResource {
  /** authentik's ids of the flows; `recovery` only where mail can be sent. */
  public readonly flows: {
    readonly authentication: pulumi.Output<string>;
    readonly invalidation: pulumi.Output<string>;
    readonly recovery?: pulumi.Output<string>;
  };
  /** authentik's ids of the declared groups and the gate's own, by name. */
  public readonly groupIds: { readonly [name: string]: pulumi.Output<string> };
  /** First passwords by user name. Secret. */
  public readonly initialPasswords: pulumi.Output<{ [username: string]: string }>;
  /** Password of the emergency account; empty where there is none. Secret. */
  public readonly breakGlassPassword: pulumi.Output<string>;

  constructor(name: string, args: GateLoginArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:GateLogin", name, { prefix: args.prefix, authHost: args.authHost }, opts);
    const parent = { parent: this };
    const { prefix, mail, apiUrl, login = {} } = args;
    const emergency = emergencyUser(args.breakGlass);
    const lookups = new Lookups(this, this.getProvider("authentik:index/flow:Flow"), apiUrl);
    const admins = lookups.group(ADMIN_GROUP);
    const people = new People(
      `${name}-people`,
      {
        groups: args.groups ?? [],
        users: args.users ?? [],
        knownGroups: { [ADMIN_GROUP]: admins, [args.gateGroup]: args.gateGroupId },
        takenUsers: emergency === undefined ? args.takenUsers : [...args.takenUsers, emergency],
        mail,
        apiUrl,
      },
      parent,
    );
    const superuserGroups = [
      ADMIN_GROUP,
      ...(args.groups ?? []).filter(({ superuser }) => superuser).map((group) => group.name),
    ];
    const secondFactor = new SecondFactor(
      `${name}-mfa`,
      {
        prefix,
        groups: Object.fromEntries(
          [...superuserGroups, ...(login.mfaGroups ?? [])].map((group) => [group, people.groupId(group)]),
        ),
        ...(login.mfa !== undefined && { mode: login.mfa }),
      },
      parent,
    );
    const session = login.sessionHours === undefined ? {} : { sessionHours: login.sessionHours };
    const recovery = mail
      ? new Recovery(
          `${name}-recovery`,
          {
            prefix,
            secondFactor,
            ...session,
            ...(login.passwordLength !== undefined && { passwordLength: login.passwordLength }),
            ...(login.recoveryLinkMinutes !== undefined && { linkMinutes: login.recoveryLinkMinutes }),
          },
          parent,
        ).id
      : undefined;
    const title = args.brand?.title ?? `SSO for ${args.domain}`;
    this.flows = {
      authentication: new LoginFlow(
        `${name}-flow`,
        {
          prefix,
          title,
          secondFactor,
          ...session,
          ...(login.staySignedInDays !== undefined && { staySignedInDays: login.staySignedInDays }),
          ...(login.rememberUsername !== undefined && { rememberUsername: login.rememberUsername }),
          ...(login.failedLogins !== undefined && { failedLogins: login.failedLogins }),
          ...(recovery && { recoveryFlow: recovery }),
        },
        parent,
      ).id,
      invalidation: new LogoutFlow(`${name}-logout`, { prefix }, parent).id,
      ...(recovery && { recovery }),
    };
    new GateBrand(
      `${name}-brand`,
      {
        ...args.brand,
        title,
        host: args.authHost,
        flows: { ...this.flows, userSettings: lookups.flow(USER_SETTINGS) },
      },
      parent,
    );
    new AuditTrail(
      `${name}-audit`,
      {
        prefix,
        superuserGroups,
        mail,
        destination: people.groupId(args.audit?.group ?? ADMIN_GROUP),
        ...(emergency !== undefined && { breakGlassUser: emergency }),
        ...(args.audit?.webhookUrl && { webhookUrl: args.audit.webhookUrl }),
        ...(args.audit?.webhookFormat !== undefined && { webhookFormat: args.audit.webhookFormat }),
      },
      parent,
    );
    this.groupIds = { [args.gateGroup]: pulumi.output(args.gateGroupId), ...people.groupIds };
    this.initialPasswords = people.initialPasswords;
    this.breakGlassPassword =
      emergency === undefined
        ? pulumi.secret("")
        : new BreakGlassAdmin(
            `${name}-break-glass`,
            {
              username: emergency,
              groups: [admins, args.gateGroupId],
              ...(args.protect !== undefined && { protect: args.protect }),
            },
            parent,
          ).password;
    this.registerOutputs({ flows: this.flows });
  }
}

/** User name of the emergency account; none where it is switched off. */
function emergencyUser({ enabled, username }: BreakGlassArgs = {}): string | undefined {
  return (enabled ?? true) ? (username ?? "break-glass") : undefined;
}
