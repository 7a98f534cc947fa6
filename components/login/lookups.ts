import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";

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
    return this.once(`flow '${slug}'`, SHIPPED, (options) =>
      authentik.getFlowOutput({ slug: this.whenReady(slug) }, options).apply(({ id }) => id),
    );
  }

  /** Id of a group. */
  group(name: string): pulumi.Output<string> {
    const fix = "Declare it in `groups`, or make it in authentik, then run 'pulumi up' again.";
    return this.once(`group '${name}'`, fix, (options) =>
      authentik.getGroupOutput({ name: this.whenReady(name) }, options).apply(({ id }) => id),
    );
  }

  /** Id of a user. */
  user(username: string): pulumi.Output<number> {
    return this.once(`user '${username}'`, SHIPPED, (options) =>
      authentik.getUserOutput({ username: this.whenReady(username) }, options).apply(({ id }) => id),
    ).apply(Number);
  }

  /** Id of a certificate with its key; the key itself is not fetched, since it would stand in the state. */
  certificate(name: string): pulumi.Output<string> {
    return this.once(`certificate '${name}'`, SHIPPED, (options) =>
      authentik
        .getCertificateKeyPairOutput({ name: this.whenReady(name), fetchKey: false, fetchCertificate: false }, options)
        .apply(({ id }) => id),
    );
  }

  private whenReady(value: string): pulumi.Output<string> {
    return pulumi.output(this.ready).apply(() => value);
  }

  private once(
    what: string,
    fix: string,
    ask: (options: pulumi.InvokeOptions) => pulumi.Output<string | undefined>,
  ): pulumi.Output<string> {
    const before = this.found.get(what);
    if (before) return before;
    const options = { parent: this.parent, ...(this.provider && { provider: this.provider }) };
    // An id is no secret, though the answer it stands in may be one, as that of a key pair is.
    const id = pulumi.unsecret(
      ask(options).apply((found) => {
        if (found) return found;
        throw new pulumi.RunError(`authentik has no ${what}. ${fix}`);
      }),
    );
    this.found.set(what, id);
    return id;
  }
}

const SHIPPED = "Wait until its default blueprints are applied (System > Blueprints), then run 'pulumi up' again.";
