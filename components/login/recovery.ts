import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import type { SecondFactor } from "./secondFactor";
import { bindStage } from "./stageOrder";
import { wholeNumber } from "./wholeNumber";

export interface RecoveryArgs {
  /** Prefix of the names of flow and stages. */
  prefix: string;
  /** Shortest password that is accepted, in characters. @default 12 */
  passwordLength?: number;
  /** How long a login lasts that begins here, in hours. @default 24 */
  sessionHours?: number;
  /** Minutes for which the link in the mail works. @default 30 */
  linkMinutes?: number;
  /** Asked before the password changes, so that a mailbox alone is not enough. */
  secondFactor: SecondFactor;
}

/**
 * "Forgot password": a mail with a link, a new password twice, and the user is logged in.
 *
 * The mail goes out by the server's own mail settings; without those the flow would end in a mail that never comes, so
 * it is only made where there are some. Whoever has no mail address gets none, and is told nothing else than the
 * others. A user who was switched off stays so: the mail stage does not activate anybody.
 *
 * The password policy stands here, where passwords are made. A change in the user's own settings goes through
 * authentik's shipped flow, whose own policy is left as it is.
 *
 * @throws {pulumi.RunError} for lengths out of range.
 * @example new Recovery("recovery", { prefix: "sso", secondFactor }).id
 */
export class Recovery extends pulumi.ComponentResource {
  /** authentik's id of the flow; known once every stage is in it. */
  public readonly id: pulumi.Output<string>;

  constructor(name: string, args: RecoveryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { secondFactor, ...inputs } = args;
    super("authentik-sso:index:Recovery", name, inputs, opts);
    const prefix = `${args.prefix}-recovery`;
    const sessionHours = wholeNumber("sessionHours", args.sessionHours ?? 24, 1, 24 * 365);
    const linkMinutes = wholeNumber("recoveryLinkMinutes", args.linkMinutes ?? 30, 1, 24 * 60);
    const options = authentikOptions(this, this.getProvider("authentik:index/flow:Flow"));
    const flow = new authentik.Flow(
      name,
      {
        name: "Forgot password",
        title: "Set a new password",
        slug: prefix,
        designation: "recovery",
        authentication: "require_unauthenticated",
      },
      options,
    );
    const identification = new authentik.StageIdentification(
      `${name}-identification`,
      { name: `${prefix}-identification`, userFields: ["email", "username"], pretendUserExists: true },
      options,
    );
    const mail = new authentik.StageEmail(
      `${name}-mail`,
      {
        name: `${prefix}-mail`,
        useGlobalSettings: true,
        subject: "Set a new password",
        template: "email/password_reset.html",
        tokenExpiry: `minutes=${linkMinutes}`,
      },
      options,
    );
    const write = new authentik.StageUserWrite(
      `${name}-write`,
      { name: `${prefix}-write`, userCreationMode: "never_create" },
      options,
    );
    const session = new authentik.StageUserLogin(
      `${name}-session`,
      { name: `${prefix}-session`, sessionDuration: `hours=${sessionHours}`, rememberMeOffset: "seconds=0" },
      options,
    );
    const prompt = this.prompt(name, prefix, wholeNumber("passwordLength", args.passwordLength ?? 12, 8, 128), options);
    const parts = [
      bindStage(`${name}-10-identification`, { flow, stage: identification.id, order: 10 }, options),
      bindStage(`${name}-20-mail`, { flow, stage: mail.id, order: 20 }, options),
      bindStage(`${name}-40-prompt`, { flow, stage: prompt.id, order: 40 }, options),
      bindStage(`${name}-50-write`, { flow, stage: write.id, order: 50 }, options),
      bindStage(`${name}-100-session`, { flow, stage: session.id, order: 100 }, options),
    ].map(({ id }) => id);
    parts.push(...secondFactor.bindTo(flow, name, 30));
    this.id = pulumi.all([flow.uuid, pulumi.all(parts)]).apply(([id]) => id);
    this.registerOutputs({ id: this.id });
  }

  /** The new password, twice. authentik compares the two fields itself (its prompt stage), the policy judges the first. */
  private prompt(
    name: string,
    prefix: string,
    length: number,
    options: pulumi.CustomResourceOptions,
  ): authentik.StagePrompt {
    const field = (key: string, label: string, order: number) =>
      new authentik.StagePromptField(
        `${name}-${key.replace("_", "-")}`,
        {
          name: `${prefix}-${key.replace("_", "-")}`,
          fieldKey: key,
          label,
          placeholder: label,
          type: "password",
          required: true,
          order,
        },
        options,
      );
    const fields = [field("password", "New password", 10), field("password_repeat", "New password, again", 20)];
    const policy = new authentik.PolicyPassword(
      `${name}-password-policy`,
      {
        name: `${prefix}-password-policy`,
        passwordField: "password",
        lengthMin: length,
        checkStaticRules: true,
        // Guessable ones are refused, whatever they are composed of: scores of 2 and less of 4.
        checkZxcvbn: true,
        zxcvbnScoreThreshold: 2,
        errorMessage: `The password needs ${length} characters or more and must not be easy to guess.`,
      },
      options,
    );
    return new authentik.StagePrompt(
      `${name}-prompt`,
      { name: `${prefix}-prompt`, fields: fields.map(({ id }) => id), validationPolicies: [policy.id] },
      options,
    );
  }
}
