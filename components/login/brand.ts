import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";

/** What the login looks like. */
export interface BrandArgs {
  /** Title of the pages. @default "SSO for <domain>" */
  title?: string;
  /** Logo, as a URL or a path on authentik's server. @default authentik's */
  logo?: string;
  /** Icon of the browser tab. @default authentik's */
  favicon?: string;
  /** Picture behind the login. @default authentik's */
  background?: string;
}

export interface GateBrandArgs extends BrandArgs {
  /** Title of the pages. */
  title: string;
  /** Host of the login: the brand counts there and nowhere else. */
  host: string;
  /** Flows by authentik's ids. */
  flows: {
    authentication: pulumi.Input<string>;
    invalidation: pulumi.Input<string>;
    userSettings: pulumi.Input<string>;
    /** None where no mail can be sent: then no page offers it. */
    recovery?: pulumi.Input<string>;
  };
}

// authentik's own, as its brand model has them. Left out, each answer of the server would be a change to be undone.
const LOGO = "/static/dist/assets/icons/icon_left_brand.svg";
const FAVICON = "/static/dist/assets/icons/icon.png";
const BACKGROUND = "/static/dist/assets/images/flow_background.jpg";

/**
 * authentik's brand of the gate's own host: what the login looks like, and which flows it runs.
 *
 * authentik picks a brand by the longest domain that a host ends with. The shipped default brand stays as it is, so the
 * API port on the Docker host still offers the shipped login: a way in when the own flows are broken.
 *
 * @example new GateBrand("brand", { host: "auth.example.com", title: "Example", flows })
 */
export class GateBrand extends pulumi.ComponentResource {
  constructor(name: string, args: GateBrandArgs, opts?: pulumi.ComponentResourceOptions) {
    const { flows, ...inputs } = args;
    super("authentik-sso:index:GateBrand", name, inputs, opts);
    new authentik.Brand(
      name,
      {
        domain: args.host,
        default: false,
        flowAuthentication: flows.authentication,
        flowInvalidation: flows.invalidation,
        flowUserSettings: flows.userSettings,
        ...(flows.recovery !== undefined && { flowRecovery: flows.recovery }),
        brandingTitle: args.title,
        brandingLogo: args.logo || LOGO,
        brandingFavicon: args.favicon || FAVICON,
        brandingDefaultFlowBackground: args.background || BACKGROUND,
      },
      authentikOptions(this, this.getProvider("authentik:index/brand:Brand")),
    );
    this.registerOutputs({});
  }
}
