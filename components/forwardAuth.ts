import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { type AuthentikObjects, authentikOptions, rememberObjects, SIGNING_KEY } from "./authentikObjects";
import { type DomainProviderArgs, domainProvider } from "./domainProvider";
import { EmbeddedOutpost } from "./embeddedOutpost";
import { GateLogin, type LoginSettings } from "./login/login";
import { Lookups } from "./login/lookups";
import { guardedAttachment } from "./outpost/guardedAttachment";
import { type StandaloneContainerArgs, StandaloneOutpost } from "./outpost/standaloneOutpost";

/** A domain with a login cookie of its own, beside the first one. */
export interface FurtherDomainArgs {
  /** Domain of the cookie. */
  domain: string;
  /** URL to which the browser comes back after a login, inside the domain. */
  callbackUrl: string;
  /** Group whose members may enter its services: the gate's, a declared one, or one that is in authentik already. */
  group: string;
}

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
  /** Further domains, on the embedded outpost only. @default none */
  furtherDomains?: FurtherDomainArgs[];
  /** Where the API answers; unknown until authentik is ready. */
  apiUrl: pulumi.Input<string>;
  /** API token. Secret. */
  apiToken: pulumi.Input<string>;
  /** Host of the login. */
  authHost: string;
  /** Prefix of the names of what is made in authentik. */
  prefix: string;
  /** People, flows, look, alerts and the emergency account. */
  settings: LoginSettings;
  /** Whether authentik can send mail. */
  mail: boolean;
  /** Protect the emergency account from deletion. @default true */
  protect?: boolean;
  /** A container of its own for the outpost. @default the embedded outpost */
  standalone?: StandaloneContainerArgs;
}

/** The administrator that authentik's bootstrap makes. */
export const ADMINISTRATOR = "akadmin";

/**
 * One domain-level proxy provider per domain, each with its application, bound to a group, on the embedded outpost; or
 * one on a standalone outpost.
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
  public readonly flows!: GateLogin["flows"] & { readonly authorization: pulumi.Output<string> };
  /** Logins, people and what belongs to them. */
  public readonly login: GateLogin;
  /** Id of the key pair that OpenID Connect providers sign with. */
  public readonly signingKeyId: pulumi.Output<string>;
  /** Id of the outpost; known once the domain's provider is attached and its public host is set. */
  public readonly outpostId!: pulumi.Output<string>;

  constructor(name: string, args: ForwardAuthArgs, opts?: pulumi.ComponentResourceOptions) {
    const { domain, authUrl, group, validity, applicationName, apiUrl, apiToken } = args;
    const inputs = {
      domain,
      authUrl,
      group,
      ...(validity !== undefined && { validity }),
      ...(applicationName !== undefined && { applicationName }),
      apiUrl,
      apiToken,
    };
    super("authentik-sso:index:ForwardAuth", name, inputs, opts);
    const provider = new authentik.Provider(
      `${name}-authentik`,
      { url: args.apiUrl, token: pulumi.secret(args.apiToken) },
      { parent: this },
    );
    rememberObjects(provider, args);
    const options = authentikOptions(this, provider);
    const lookups = new Lookups(this, provider, args.apiUrl);
    const gateGroup = new authentik.Group(
      `${name}-group`,
      { name: group, users: [lookups.user(ADMINISTRATOR)] },
      // Who is in the group is decided in authentik; the program only puts the first administrator into it.
      { ...options, ignoreChanges: ["users"] },
    );
    this.login = new GateLogin(
      `${name}-login`,
      {
        ...args.settings,
        prefix: args.prefix,
        domain,
        authHost: args.authHost,
        gateGroup: group,
        gateGroupId: gateGroup.id,
        takenUsers: [ADMINISTRATOR],
        mail: args.mail,
        apiUrl,
        ...(args.protect !== undefined && { protect: args.protect }),
      },
      { parent: this, provider },
    );
    const flows = {
      ...this.login.flows,
      authorization: lookups.flow("default-provider-authorization-implicit-consent"),
    };
    const made = this.domains(args, lookups).map((domain, index) => {
      const own = index === 0 ? name : `${name}-${domain.domain}`;
      return { name: own, ...domainProvider(own, { ...domain, validity: validity ?? "hours=24", flows }, options) };
    });
    this.outpostId = this.serve(name, args, made, provider);
    this.provider = provider;
    this.flows = flows;
    this.signingKeyId = lookups.certificate(SIGNING_KEY);
    this.registerOutputs({ flows, groupId: gateGroup.id, outpostId: this.outpostId });
  }

  /** Every domain with its group; the first one is the login's own. */
  private domains(
    { domain, authUrl, group, applicationName, furtherDomains = [] }: ForwardAuthArgs,
    lookups: Lookups,
  ): Omit<DomainProviderArgs, "validity" | "flows">[] {
    const first = { domain, callbackUrl: authUrl, group, title: applicationName ?? `SSO for ${domain}` };
    const further = furtherDomains.map((one) => ({ ...one, title: `SSO for ${one.domain}` }));
    const groupId = (wanted: string) => this.login.groupIds[wanted] ?? lookups.group(wanted);
    return [first, ...further].map((one) => ({ ...one, groupId: groupId(one.group) }));
  }

  /** Puts the domains' providers on the outpost. @returns authentik's id of the outpost, once it serves all of them */
  private serve(
    name: string,
    args: ForwardAuthArgs,
    domains: readonly { name: string; number: pulumi.Output<number>; binding: pulumi.Resource }[],
    provider: authentik.Provider,
  ): pulumi.Output<string> {
    const { authUrl, apiUrl, apiToken, domain, standalone } = args;
    const opts = { parent: this, provider, dependsOn: domains.map(({ binding }) => binding) };
    if (standalone) {
      const protocolProviders = domains.map(({ number }) => number);
      const own = { ...standalone, domain, authUrl, protocolProviders, apiUrl, apiToken };
      return new StandaloneOutpost(`${name}-outpost`, own, opts).id;
    }
    const embedded = new EmbeddedOutpost(`${name}-outpost`, { authUrl, apiUrl, apiToken }, opts);
    const served = domains.map(
      (one) =>
        guardedAttachment(
          `${one.name}-attachment`,
          { outpost: embedded.id, protocolProvider: one.number, after: [one.binding] },
          authentikOptions(this, provider),
        ).outpost,
    );
    return pulumi.all(served).apply(([id = ""]) => id);
  }
}
