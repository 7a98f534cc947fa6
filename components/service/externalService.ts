import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import { domain } from "../access";
import type { ImageArgs } from "../containers";
import { containerOptions, hardened, imageOf, labelList } from "../containers";
import type { GateFacts, SsoContract } from "../contract";
import { checkAccess } from "./accessLabels";
import { publicUrl, serviceHost } from "./address";
import { ownApplication } from "./ownApplication";
import { serviceClient } from "./serviceClient";
import { serviceLabels } from "./serviceLabels";

export interface ExternalServiceArgs {
  /** The gate's static facts. Plain: the carrier's labels must be readable before anything is created. */
  gate: GateFacts;
  /** Where the service runs, e.g. `https://192.168.1.10:8006`: a NAS, a hypervisor, another machine. */
  url: string;
  /** Host under which it is reached. @default "<name>.<domain>" */
  host?: string;
  /** The decision. @default domain() */
  access?: AccessArgs;
  /** Contract of the gate; needed by `application()` and by presets of `oidc()`. `gate.contract` in its own program. */
  contract?: pulumi.Input<SsoContract>;
  /** Image references; the carrier runs `echo`. */
  images?: ImageArgs;
}

/**
 * Something that is no container, behind the gate: Proxmox, a NAS, a printer.
 *
 * Traefik reads labels from containers only, so a small container carries them. Its own port is not routed to: the
 * one service it declares is the given URL, and that is the only place where a URL is allowed.
 *
 * @example new ExternalService("proxmox", { gate: sso.facts, url: "https://192.168.1.10:8006" })
 */
export class ExternalService extends pulumi.ComponentResource {
  /** Where the service is reached. */
  public readonly publicUrl: string;
  public readonly carrier: docker.Container;
  /** Id of the client that a preset made, to enter into the service; empty where there is none. */
  public readonly clientId!: pulumi.Output<string>;
  /** Secret of the client that a preset made; empty where there is none. Secret. */
  public readonly clientSecret!: pulumi.Output<string>;

  constructor(name: string, args: ExternalServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:ExternalService", name, ownInputs(args), opts);
    const access = args.access ?? domain();
    checkAccess(name, access);
    if (!/^https?:\/\/[^\s/]+\/?$/.test(args.url)) {
      throw new pulumi.RunError(
        `service '${name}': url is '${args.url}'; give scheme, host and port only, e.g. 'https://192.168.1.10:8006'.`,
      );
    }
    const host = serviceHost(args.gate, name, args.host);
    const labels = serviceLabels({ name, host, url: args.url, access, gate: args.gate });
    const application = ownApplication(this, name, access, host, args.contract);
    this.carrier = new docker.Container(
      name,
      {
        ...hardened(),
        name: `${args.gate.prefix}-${name}`,
        image: imageOf(args.images, "echo"),
        command: ["--port", "8000", "--name", `carrier of ${name}`],
        user: "65534:65534",
        labels: labelList(labels),
        networksAdvanced: [{ name: args.gate.networkToJoin }],
        memory: 32,
      },
      containerOptions(this, application),
    );
    this.publicUrl = publicUrl(args.gate, host);
    const made = serviceClient(this, name, access, this.publicUrl, args.contract);
    this.clientId = made?.client.clientId ?? pulumi.output("");
    this.clientSecret = made?.client.clientSecret ?? pulumi.output("");
    this.registerOutputs({ publicUrl: this.publicUrl });
  }
}

/** What the state keeps of the arguments; the contract is the gate's, and unknown as a whole at first. */
function ownInputs({ contract: _contract, ...inputs }: ExternalServiceArgs): pulumi.Inputs {
  return inputs;
}
