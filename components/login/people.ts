import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { authentikOptions } from "../authentikObjects";
import { Lookups } from "./lookups";
import { initialPasswordOf, peopleProblems, type SsoGroupArgs, type SsoUserArgs } from "./peopleModel";

export interface PeopleArgs {
  /** Groups to make. @default none */
  groups?: SsoGroupArgs[];
  /** Users to make. @default none */
  users?: SsoUserArgs[];
  /** Ids of groups that are made elsewhere, by name; any other undeclared one is looked up. @default none */
  knownGroups?: { [name: string]: pulumi.Input<string> };
  /** User names that are taken already. @default none */
  takenUsers?: string[];
  /** Whether authentik can send mail. @default false */
  mail?: boolean;
  /** Where the API answers; unknown until authentik is ready. */
  apiUrl: pulumi.Input<string>;
}

/**
 * Groups and users as data.
 *
 * Who is in a group is written on the user, never on the group: the provider sends both lists whole, so two writers
 * would undo each other. What a user may change is set once and never written again by a change of the program:
 * name, mail address, settings and password.
 *
 * Limit: an update that authentik is sent for another reason carries the whole object (the provider always PUTs), with
 * the members or the name that the state knows. `pulumi refresh` before changing `superuser` or `parents` of a group,
 * or the groups of a user who changed their name. What goes wrong otherwise takes rights away and never gives any.
 *
 * @throws {pulumi.RunError} for names that are taken or declared twice, a group inside itself, an unknown type, no mail
 * address, or a user who could never get a password.
 * @example new People("people", { groups: [{ name: "admins" }], users: [{ username: "bob", groups: ["admins"] }], apiUrl })
 */
export class People extends pulumi.ComponentResource {
  /** authentik's ids of the declared groups, by name. */
  public readonly groupIds: { readonly [name: string]: pulumi.Output<string> };
  /** Id of a group: a declared one, a known one, or one that authentik has. */
  public readonly groupId: (name: string) => pulumi.Output<string>;
  /** First passwords by user name, for those who got one. Secret. */
  public readonly initialPasswords: pulumi.Output<{ [username: string]: string }>;

  constructor(name: string, args: PeopleArgs, opts?: pulumi.ComponentResourceOptions) {
    const groups = [...(args.groups ?? [])].sort(by(({ name }) => name));
    const users = [...(args.users ?? [])].sort(by(({ username }) => username));
    super("authentik-sso:index:People", name, { groups: groups.map(({ name }) => name) }, opts);
    const known = args.knownGroups ?? {};
    const problems = peopleProblems(groups, users, {
      takenGroups: Object.keys(known),
      takenUsers: args.takenUsers ?? [],
      mail: args.mail ?? false,
    });
    if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));

    const provider = this.getProvider("authentik:index/group:Group");
    const options = authentikOptions(this, provider);
    const lookups = new Lookups(this, provider, args.apiUrl);
    const declared = new Map(groups.map((group) => [group.name, group]));
    const made = new Map<string, pulumi.Output<string>>();
    this.groupId = (group) => {
      const before = made.get(group);
      if (before) return before;
      const isKnown = known[group];
      const args = declared.get(group);
      const id = isKnown
        ? pulumi.output(isKnown)
        : args
          ? this.group(`${name}-${group}`, args, options)
          : lookups.group(group);
      made.set(group, id);
      return id;
    };
    this.groupIds = Object.fromEntries(groups.map((group) => [group.name, this.groupId(group.name)]));

    const passwords: { [username: string]: pulumi.Output<string> } = {};
    for (const user of users) {
      const password = initialPasswordOf(user) === "random" ? this.password(`${name}-${user.username}`) : undefined;
      if (password) passwords[user.username] = password;
      new authentik.User(
        `${name}-${user.username}`,
        {
          username: user.username,
          name: user.name ?? user.username,
          type: user.type ?? "internal",
          isActive: user.active ?? true,
          groups: [...new Set(user.groups ?? [])].sort().map(this.groupId),
          ...(user.email !== undefined && { email: user.email }),
          ...(password && { password }),
        },
        { ...options, ignoreChanges: ["name", "email", "attributes", "password"] },
      );
    }
    this.initialPasswords = pulumi.secret(pulumi.all(passwords));
    this.registerOutputs({ initialPasswords: this.initialPasswords });
  }

  private group(name: string, args: SsoGroupArgs, options: pulumi.CustomResourceOptions): pulumi.Output<string> {
    return new authentik.Group(
      name,
      {
        name: args.name,
        isSuperuser: args.superuser ?? false,
        parents: [...new Set(args.parents ?? [])].sort().map(this.groupId),
      },
      options,
    ).id;
  }

  /** Letters and digits only: it is typed once, from whatever it was handed over on. */
  private password(name: string): pulumi.Output<string> {
    return new random.RandomPassword(`${name}-password`, { length: 20, special: false }, { parent: this }).result;
  }
}

function by<T>(keyOf: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1);
}
