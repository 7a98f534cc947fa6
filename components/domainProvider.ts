import * as authentik from "@pulumi/authentik";
import type * as pulumi from "@pulumi/pulumi";
import { recordAccess } from "./accessRecord";

export interface DomainProviderArgs {
  /** Domain of the login cookie: every service below it is covered. */
  domain: string;
  /** URL to which the browser comes back after a login; its host lies in the domain. */
  callbackUrl: string;
  /** Title of provider and application. */
  title: string;
  /** Group whose members may enter. */
  group: string;
  /** authentik's id of that group. */
  groupId: pulumi.Input<string>;
  /** How long one login opens services, as authentik writes durations. */
  validity: string;
  /** Flows by authentik's ids. */
  flows: {
    authentication: pulumi.Input<string>;
    authorization: pulumi.Input<string>;
    invalidation: pulumi.Input<string>;
  };
}

/**
 * One domain-level proxy provider and its application, bound to a group. An outpost has to serve it.
 *
 * @returns authentik's number of the provider, and the binding, which has to be there before an outpost serves it
 */
export function domainProvider(
  name: string,
  args: DomainProviderArgs,
  options: pulumi.CustomResourceOptions,
): { number: pulumi.Output<number>; binding: pulumi.Resource } {
  const { domain, title, flows } = args;
  const provider = new authentik.ProviderProxy(
    `${name}-domain`,
    {
      name: title,
      mode: "forward_domain",
      externalHost: args.callbackUrl,
      // The leading dot keeps look-alike domains (evilexample.com) from being a valid return address.
      cookieDomain: `.${domain}`,
      // Named although the brand has the same: a request under another host would else get the shipped login.
      authenticationFlow: flows.authentication,
      authorizationFlow: flows.authorization,
      invalidationFlow: flows.invalidation,
      accessTokenValidity: args.validity,
    },
    options,
  );
  const number = provider.id.apply(Number);
  const application = new authentik.Application(
    `${name}-application`,
    {
      name: title,
      slug: `sso-${domain.replaceAll(".", "-")}`,
      protocolProvider: number,
      // The domain has no page of its own to launch.
      metaLaunchUrl: "blank://blank",
    },
    options,
  );
  const binding = new authentik.PolicyBinding(
    `${name}-binding`,
    { target: application.uuid, group: args.groupId, order: 0 },
    options,
  );
  recordAccess(name, { title: domain, application: application.uuid, groups: [args.group], order: 1 }, options);
  return { number, binding };
}
