import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { authentikOptions } from "../authentikObjects";

/** An administrator for the day when nobody else can log in. */
export interface BreakGlassArgs {
  /** Whether there is one. @default true */
  enabled?: boolean;
  /** User name. @default "break-glass" */
  username?: string;
}

export interface BreakGlassAdminArgs {
  /** User name. */
  username: string;
  /** Ids of the groups: authentik's administrators, and whoever may enter services. */
  groups: pulumi.Input<string>[];
  /** Protect user and password from deletion. @default true */
  protect?: boolean;
}

/**
 * A separate administrator of authentik itself, for emergencies only.
 *
 * The password exists in the encrypted state and nowhere else; take it out, seal it and lay it where it can be reached
 * with this machine gone: `pulumi stack output breakGlassPassword --show-secrets`. The account has no mail address, so
 * that no mailbox leads to it. Its use is reported ({@link AuditTrail}). To change the password, change it in authentik:
 * the provider sets one only when it makes a user.
 *
 * @example new BreakGlassAdmin("break-glass", { username: "break-glass", groups: [admins] }).password
 */
export class BreakGlassAdmin extends pulumi.ComponentResource {
  /** The password. Secret. */
  public readonly password: pulumi.Output<string>;

  constructor(name: string, args: BreakGlassAdminArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:BreakGlassAdmin", name, { username: args.username }, opts);
    const protect = args.protect ?? true;
    const options = authentikOptions(this, this.getProvider("authentik:index/user:User"));
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      { parent: this, protect },
    );
    new authentik.User(
      name,
      {
        username: args.username,
        name: "Emergency administrator",
        type: "internal",
        groups: args.groups,
        password: password.result,
      },
      { ...options, protect, ignoreChanges: ["name", "attributes", "password"] },
    );
    this.password = pulumi.secret(password.result);
    this.registerOutputs({ password: this.password });
  }
}
