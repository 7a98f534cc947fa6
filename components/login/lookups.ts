import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { lookupProblem } from "./lookupProblem";

/**
 * Objects that authentik has already, by name.
 *
 * The provider answers an empty id where authentik answered 404, without an error; everything built on it would be
 * wrong, so an empty id ends the program.
 *
 * @example new Lookups(this, provider, args.apiUrl).flow("default-user-settings-flow")
 */
export class Lookups {
  private readonly found = new Map<string, pulumi.Output<string>>();

  /** @param ready unknown until authentik answers: a provider that is not configured yet would be asked for nothing */
  constructor(
    private readonly parent: pulumi.Resource,
    private readonly provider: pulumi.ProviderResource | undefined,
    private readonly ready: pulumi.Input<string>,
  ) {}

  /** Id of a flow. */
  flow(slug: string): pulumi.Output<string> {
    return this.once(`flow '${slug}'`, SHIPPED, async (options) => (await authentik.getFlow({ slug }, options)).id);
  }

  /** Id of a group. */
  group(name: string): pulumi.Output<string> {
    const fix = "Declare it in `groups`, or make it in authentik, then run 'pulumi up' again.";
    return this.once(`group '${name}'`, fix, async (options) => (await authentik.getGroup({ name }, options)).id);
  }

  /** Id of a user. */
  user(username: string): pulumi.Output<number> {
    return this.once(
      `user '${username}'`,
      SHIPPED,
      async (options) => (await authentik.getUser({ username }, options)).id,
    ).apply(Number);
  }

  /** Id of a certificate with its key; the key itself is not fetched, since it would stand in the state. */
  certificate(name: string): pulumi.Output<string> {
    const wanted = { name, fetchKey: false, fetchCertificate: false };
    return this.once(
      `certificate '${name}'`,
      SHIPPED,
      async (options) => (await authentik.getCertificateKeyPair(wanted, options)).id,
    );
  }

  private once(
    what: string,
    fix: string,
    ask: (options: pulumi.InvokeOptions) => Promise<string | undefined>,
  ): pulumi.Output<string> {
    const before = this.found.get(what);
    if (before) return before;
    const options = { parent: this.parent, ...(this.provider && { provider: this.provider }) };
    // An id is no secret, though what it waits for may be one.
    const id = pulumi.unsecret(
      pulumi.output(this.ready).apply(async () => {
        let failure: unknown;
        try {
          const found = await ask(options);
          if (found) return found;
        } catch (error) {
          failure = error;
        }
        throw new pulumi.RunError(lookupProblem(what, fix, failure));
      }),
    );
    this.found.set(what, id);
    return id;
  }
}

const SHIPPED = "Wait until its default blueprints are applied (System > Blueprints), then run 'pulumi up' again.";
