import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { type AuthentikObjects, authentikOptions, rememberObjects } from "./authentikObjects";
import { EmbeddedOutpost } from "./embeddedOutpost";
import { guardedAttachment } from "./outpost/guardedAttachment";
import { type StandaloneContainerArgs, StandaloneOutpost } from "./outpost/standaloneOutpost";

export interface ForwardAuthArgs extends AuthentikObjects {
  /** Domain of the login cookie: every service below it is covered. */
  domain: string;
  /** Public URL of the login, e.g. `https://auth.example.com`; the callback comes back to it. */
  authUrl: string;
  /** Group whose members may enter every service in domain mode. */
  group: string;
  /** How long one login opens services, as authentik writes durations. @default "hours=24" */
  validity?: string;
  /** Title of the application in authentik's library. @default "SSO for <domain>" */
  applicationName?: string;
  /** Where the API answers; unknown until authentik is ready. */
  apiUrl: pulumi.Input<string>;
  /** API token. Secret. */
  apiToken: pulumi.Input<string>;
  /** A container of its own for the outpost. @default the embedded outpost */
  standalone?: StandaloneContainerArgs;
}

/** The administrator that authentik's bootstrap makes. */
export const ADMINISTRATOR = "akadmin";

/**
 * One domain-level proxy provider, its application, bound to a group, on the embedded outpost or on a standalone one.
 *
 * Domain level: one login makes a cookie for the whole domain, so every sub-domain is open after it. It is one
 * application to authentik and cannot tell services apart; a service for some groups only needs a provider of its
 * own (`application({ groups })`).
 *
 * @example new ForwardAuth("forward-auth", { domain: "example.com", authUrl: "https://auth.example.com", group: "sso-users", apiUrl, apiToken })
 */
export class ForwardAuth extends pulumi.ComponentResource {
  /** Configured provider for further authentik resources. */
  public readonly provider!: authentik.Provider;
  /** Flows that providers use, by authentik's ids. */
  public readonly flows!: { authorization: pulumi.Output<string>; invalidation: pulumi.Output<string> };
  /** Id of the group that may enter. */
  public readonly groupId!: pulumi.Output<string>;
  /** Id of the outpost; known once the domain's provider is attached and its public host is set. */
  public readonly outpostId!: pulumi.Output<string>;

  constructor(name: string, args: ForwardAuthArgs, opts?: pulumi.ComponentResourceOptions) {
    const { deletedWith: _deletedWith, readyHook: _readyHook, ...inputs } = args;
    super("authentik-sso:index:ForwardAuth", name, inputs, opts);
    const provider = new authentik.Provider(
      `${name}-authentik`,
      { url: args.apiUrl, token: pulumi.secret(args.apiToken) },
      { parent: this },
    );
    rememberObjects(provider, args);
    const options = authentikOptions(this, provider);
    const lookup = { parent: this, provider };
    // Asked of a provider that is not configured yet, the engine answers with nothing instead of "unknown".
    const whenReady = (value: string) => pulumi.output(args.apiUrl).apply(() => value);
    const flowId = (slug: string) =>
      authentik.getFlowOutput({ slug: whenReady(slug) }, lookup).apply((flow) => known(flow.id, `flow '${slug}'`));
    const flows = {
      authorization: flowId("default-provider-authorization-implicit-consent"),
      invalidation: flowId("default-provider-invalidation-flow"),
    };
    const administrator = authentik
      .getUserOutput({ username: whenReady(ADMINISTRATOR) }, lookup)
      .apply((user) => Number(known(user.id, `user '${ADMINISTRATOR}'`)));

    const group = new authentik.Group(
      `${name}-group`,
      { name: args.group, users: [administrator] },
      // Who is in the group is decided in authentik; the program only puts the first administrator into it.
      { ...options, ignoreChanges: ["users"] },
    );
    const domainProvider = new authentik.ProviderProxy(
      `${name}-domain`,
      {
        name: args.applicationName ?? `SSO for ${args.domain}`,
        mode: "forward_domain",
        externalHost: args.authUrl,
        // The leading dot keeps look-alike domains (evilexample.com) from being a valid return address.
        cookieDomain: `.${args.domain}`,
        authorizationFlow: flows.authorization,
        invalidationFlow: flows.invalidation,
        accessTokenValidity: args.validity ?? "hours=24",
      },
      options,
    );
    const application = new authentik.Application(
      `${name}-application`,
      {
        name: args.applicationName ?? `SSO for ${args.domain}`,
        slug: `sso-${args.domain.replaceAll(".", "-")}`,
        protocolProvider: domainProvider.id.apply(Number),
        // The domain has no page of its own to launch.
        metaLaunchUrl: "blank://blank",
      },
      options,
    );
    const binding = new authentik.PolicyBinding(
      `${name}-binding`,
      { target: application.uuid, group: group.id, order: 0 },
      options,
    );
    this.outpostId = this.serve(name, args, domainProvider.id.apply(Number), binding, provider);
    this.provider = provider;
    this.flows = flows;
    this.groupId = group.id;
    this.registerOutputs({ flows, groupId: this.groupId, outpostId: this.outpostId });
  }

  /** Puts the domain's provider on its outpost. @returns authentik's id of the outpost, once it serves the provider */
  private serve(
    name: string,
    args: ForwardAuthArgs,
    protocolProvider: pulumi.Output<number>,
    binding: pulumi.Resource,
    provider: authentik.Provider,
  ): pulumi.Output<string> {
    const { authUrl, apiUrl, apiToken, domain, standalone } = args;
    const opts = { parent: this, provider, dependsOn: [binding] };
    if (standalone) {
      const own = { ...standalone, domain, authUrl, protocolProviders: [protocolProvider], apiUrl, apiToken };
      return new StandaloneOutpost(`${name}-outpost`, own, opts).id;
    }
    const embedded = new EmbeddedOutpost(`${name}-outpost`, { authUrl, apiUrl, apiToken }, opts);
    return guardedAttachment(
      `${name}-attachment`,
      { outpost: embedded.id, protocolProvider, after: [binding] },
      authentikOptions(this, provider),
    ).outpost;
  }
}

/**
 * The provider answers an empty id where authentik answered 404, without an error; everything built on it would be
 * wrong, so it ends here.
 */
function known(id: string | undefined, what: string): string {
  if (id) return id;
  throw new pulumi.RunError(
    `authentik has no ${what}. Wait until its default blueprints are applied (System > Blueprints), then run 'pulumi up' again.`,
  );
}
