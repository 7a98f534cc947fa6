import * as pulumi from "@pulumi/pulumi";
import { renderLabels } from "./routing/labels";
import { OUTPOST_PRIORITY, outpostRule } from "./routing/outpostRule";

export interface OutpostRouterArgs {
  /** Protected domains: the router claims the outpost's path on each and on every sub-domain. */
  domains: string[];
  /** Traefik's HTTPS entry point. @default "websecure" */
  entryPoint?: string;
  /** Certificate resolver; empty when certificates come from the file provider. @default "" */
  certResolver?: string;
  /** Service that answers: the container of authentik's server, or of a standalone outpost. @default "authentik" */
  service?: string;
}

/** The text that travels with the router, for whoever finds it on the host one day and wonders. */
export const DO_NOT_DELETE =
  "Catches /outpost.goauthentik.io/ on every subdomain and sends it to authentik - DO NOT DELETE. " +
  "Without it the login's start, sign-out and ping on a service's host reach the service, and the callback of a " +
  "service's own provider ends in 400.";

/**
 * The router that sends `/outpost.goauthentik.io/` of **every** sub-domain to authentik. DO NOT DELETE.
 *
 * It looks odd and it is the most important label block of the whole setup. A service's own router claims its whole
 * host, the outpost's path included; this one takes that path back, with a priority above every other router, and
 * has no login in front of it, since it *is* the way to the login. The rule is Traefik v3's: the v2 form
 * `HostRegexp({subdomain:...})` is accepted, reported as enabled, and never matches.
 *
 * @example new OutpostRouter("outpost", { domains: ["example.com"] }).labels
 */
export class OutpostRouter extends pulumi.ComponentResource {
  /** The router's label group, for the container of the outpost. Static, so that a policy can read it. */
  public readonly labels: Readonly<Record<string, string>>;

  constructor(name: string, args: OutpostRouterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:OutpostRouter", name, args, opts);
    const certResolver = args.certResolver ?? "";
    const router = {
      rule: outpostRule(args.domains),
      entryPoints: [args.entryPoint ?? "websecure"],
      priority: OUTPOST_PRIORITY,
      service: args.service ?? "authentik",
      // HostRegexp names no host to ask a certificate for: the wildcard is named here, once, for every service.
      tls:
        certResolver === ""
          ? true
          : { certResolver, domains: args.domains.map((main) => ({ main, sans: [`*.${main}`] })) },
    };
    this.labels = {
      ...renderLabels({ enable: true, routers: { "authentik-outpost": router } }),
      "sso.outpost-router": DO_NOT_DELETE,
    };
    this.registerOutputs({ labels: this.labels });
  }
}
