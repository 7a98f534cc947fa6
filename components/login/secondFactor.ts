import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import { bindStage } from "./stageOrder";

/** Who must have a second factor. */
export const MFA_MODES = ["off", "optional", "admins", "everyone"];

export interface SecondFactorArgs {
  /** Prefix of the names of stages. */
  prefix: string;
  /** `optional`: whoever has one is asked for it. `admins`: those groups must. `everyone`: all must. @default "admins" */
  mode?: string;
  /** Groups of `admins`: names with authentik's ids. */
  groups: { [name: string]: pulumi.Input<string> };
}

/** authentik's own names of authenticator kinds: recovery codes are `static`. */
const DEVICES = ["static", "totp", "webauthn"];

/**
 * The second factor: authenticator app, security key or passkey, recovery codes.
 *
 * Whoever must have one and has none sets it up during the login, on the spot. Recovery codes are made in the user's
 * own settings; alone they are no second factor to begin with, so they are not offered there.
 *
 * With `admins` two stages stand side by side, one for members and one for everybody else. They exclude each other by
 * the same groups, once turned round, because authentik remembers a validation by stage and would ask twice.
 *
 * @throws {pulumi.RunError} for a mode that does not exist, and for `admins` without a group.
 * @example new SecondFactor("mfa", { prefix: "sso", mode: "admins", groups: { admins: people.groupId("admins") } })
 */
export class SecondFactor extends pulumi.ComponentResource {
  private readonly mode: string;
  private readonly groups: [name: string, id: pulumi.Input<string>][];
  private readonly options: pulumi.CustomResourceOptions;
  private readonly optional: authentik.StageAuthenticatorValidate | undefined;
  private readonly required: authentik.StageAuthenticatorValidate | undefined;

  constructor(name: string, args: SecondFactorArgs, opts?: pulumi.ComponentResourceOptions) {
    const mode = args.mode ?? "admins";
    super("authentik-sso:index:SecondFactor", name, { mode, groups: Object.keys(args.groups).sort() }, opts);
    if (!MFA_MODES.includes(mode)) {
      throw new pulumi.RunError(`login: mfa is '${mode}', allowed are ${MFA_MODES.join(", ")}.`);
    }
    this.mode = mode;
    this.groups = Object.entries(args.groups).sort(([a], [b]) => (a < b ? -1 : 1));
    if (mode === "admins" && this.groups.length === 0) {
      throw new pulumi.RunError(
        "login: mfa is 'admins' and mfaGroups is empty. Name a group, or write mfa 'everyone'.",
      );
    }
    this.options = authentikOptions(this, this.getProvider("authentik:index/flow:Flow"));
    if (mode === "optional" || mode === "admins") {
      this.optional = new authentik.StageAuthenticatorValidate(
        `${name}-optional`,
        { name: `${args.prefix}-mfa-optional`, deviceClasses: DEVICES, notConfiguredAction: "skip" },
        this.options,
      );
    }
    if (mode === "admins" || mode === "everyone") this.required = this.makeRequired(name, args.prefix);
    this.registerOutputs({});
  }

  /**
   * Asks for the second factor in `flow`, at `order` and right after.
   *
   * @returns ids to wait for: a flow that is used before they are there asks nobody
   */
  bindTo(flow: authentik.Flow, name: string, order: number): pulumi.Output<string>[] {
    const { options } = this;
    const made: pulumi.Output<string>[] = [];
    if (this.optional) {
      const stage = this.optional.id;
      const others = bindStage(`${name}-mfa-optional`, { flow, stage, order, policies: "all" }, options);
      made.push(others.id);
      if (this.mode === "admins") made.push(...this.members(`${name}-mfa-optional`, others, true));
    }
    if (this.required) {
      const stage = this.required.id;
      const members = bindStage(`${name}-mfa-required`, { flow, stage, order: order + 1 }, options);
      made.push(members.id);
      if (this.mode === "admins") made.push(...this.members(`${name}-mfa-required`, members, false));
    }
    return made;
  }

  private members(name: string, binding: authentik.FlowStageBinding, negate: boolean): pulumi.Output<string>[] {
    return this.groups.map(([group, id], order) => {
      const args = { target: binding.id, group: id, negate, order };
      return new authentik.PolicyBinding(`${name}-${group}`, args, this.options).id;
    });
  }

  private makeRequired(name: string, prefix: string): authentik.StageAuthenticatorValidate {
    const app = new authentik.StageAuthenticatorTotp(
      `${name}-totp`,
      { name: `${prefix}-mfa-totp`, friendlyName: "Authenticator app", digits: "6" },
      this.options,
    );
    const key = new authentik.StageAuthenticatorWebauthn(
      `${name}-webauthn`,
      { name: `${prefix}-mfa-webauthn`, friendlyName: "Security key or passkey" },
      this.options,
    );
    return new authentik.StageAuthenticatorValidate(
      `${name}-required`,
      {
        name: `${prefix}-mfa-required`,
        deviceClasses: DEVICES,
        notConfiguredAction: "configure",
        configurationStages: [app.id, key.id],
      },
      this.options,
    );
  }
}
