import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import type { SecondFactor } from "./secondFactor";
import { bindStage } from "./stageOrder";
import { wholeNumber } from "./wholeNumber";

export interface LoginFlowArgs {
  /** Prefix of the names of flow and stages. */
  prefix: string;
  /** Title of the login page. */
  title: string;
  /** How long one login lasts, in hours. @default 24 */
  sessionHours?: number;
  /** Days that "stay signed in" adds; 0 does not offer it. @default 0 */
  staySignedInDays?: number;
  /** Offer to remember the user name on the device. @default true */
  rememberUsername?: boolean;
  /** Failed logins by which an address is shut out until they expire, 1 to 5; 0 for no limit. @default 5 */
  failedLogins?: number;
  /** Flow behind "forgot password"; none where no mail can be sent. */
  recoveryFlow?: pulumi.Input<string>;
  /** Asked after the password. */
  secondFactor: SecondFactor;
}

/**
 * The gate's own login: name, password, second factor, session. "One login, one day".
 *
 * Against guessing the whole flow is closed to an address whose reputation is bad: on the password's binding the same
 * policy would leave the password out. The limit is by address only, since by name a stranger could lock anybody out.
 * authentik keeps the score of a name at an address between -5 and 5 and forgets it after a day (its reputation policy
 * and system settings), so a limit above 5 would never be reached.
 *
 * @throws {pulumi.RunError} for lengths and limits out of range.
 * @example new LoginFlow("login", { prefix: "sso", title: "Log in", secondFactor })
 */
export class LoginFlow extends pulumi.ComponentResource {
  /** authentik's id of the flow; known once every stage is in it. */
  public readonly id: pulumi.Output<string>;

  constructor(name: string, args: LoginFlowArgs, opts?: pulumi.ComponentResourceOptions) {
    const { secondFactor, recoveryFlow: _recoveryFlow, ...inputs } = args;
    super("authentik-sso:index:LoginFlow", name, inputs, opts);
    const { prefix } = args;
    const sessionHours = wholeNumber("sessionHours", args.sessionHours ?? 24, 1, 24 * 365);
    const stayDays = wholeNumber("staySignedInDays", args.staySignedInDays ?? 0, 0, 365);
    const failedLogins = wholeNumber("failedLogins", args.failedLogins ?? 5, 0, 5);
    const options = authentikOptions(this, this.getProvider("authentik:index/flow:Flow"));
    const flow = new authentik.Flow(
      name,
      {
        name: args.title,
        title: args.title,
        slug: `${prefix}-login`,
        designation: "authentication",
        deniedAction: "message",
      },
      options,
    );
    const identification = new authentik.StageIdentification(
      `${name}-identification`,
      {
        name: `${prefix}-login-identification`,
        userFields: ["email", "username"],
        enableRememberMe: args.rememberUsername ?? true,
        // Says the same of a name that exists and of one that does not.
        pretendUserExists: true,
        ...(args.recoveryFlow !== undefined && { recoveryFlow: args.recoveryFlow }),
      },
      options,
    );
    const password = new authentik.StagePassword(
      `${name}-password`,
      // No app passwords here: they are for programs, and one that leaks must not open a browser's session.
      { name: `${prefix}-login-password`, backends: ["authentik.core.auth.InbuiltBackend"] },
      options,
    );
    const session = new authentik.StageUserLogin(
      `${name}-session`,
      {
        name: `${prefix}-login-session`,
        sessionDuration: `hours=${sessionHours}`,
        rememberMeOffset: stayDays === 0 ? "seconds=0" : `days=${stayDays}`,
      },
      options,
    );
    const stages = [
      bindStage(`${name}-10-identification`, { flow, stage: identification.id, order: 10 }, options),
      bindStage(`${name}-20-password`, { flow, stage: password.id, order: 20 }, options),
      bindStage(`${name}-100-session`, { flow, stage: session.id, order: 100 }, options),
    ];
    const parts = [...stages.map(({ id }) => id), ...secondFactor.bindTo(flow, name, 30)];
    if (failedLogins > 0) parts.push(this.limit(name, prefix, flow, failedLogins, options));
    this.id = pulumi.all([flow.uuid, pulumi.all(parts)]).apply(([id]) => id);
    this.registerOutputs({ id: this.id });
  }

  /** The policy passes when the reputation is bad, so its binding is turned round. What fails to be asked refuses. */
  private limit(
    name: string,
    prefix: string,
    flow: authentik.Flow,
    failedLogins: number,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Output<string> {
    const reputation = new authentik.PolicyReputation(
      `${name}-reputation`,
      { name: `${prefix}-login-reputation`, checkIp: true, checkUsername: false, threshold: -failedLogins },
      options,
    );
    return new authentik.PolicyBinding(
      `${name}-reputation`,
      { target: flow.uuid, policy: reputation.id, negate: true, order: 0 },
      options,
    ).id;
  }
}
