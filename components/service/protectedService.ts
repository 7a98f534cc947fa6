import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import { domain } from "../access";
import { containerOptions, labelList } from "../containers";
import type { GateFacts, SsoContract } from "../contract";
import { DnsRecords } from "../dnsRecords";
import { oidcUrls } from "../presets/oidc/render";
import { checkAccess } from "./accessLabels";
import { dnsZone, publicUrl, serviceHost } from "./address";
import { mergeLabels } from "./mergeLabels";
import { type ClientValues, clientFiles, clientVariables, withClient } from "./oidcDelivery";
import { clientSlug } from "./oidcNames";
import { ownApplication } from "./ownApplication";
import { type ServiceClient, serviceClient } from "./serviceClient";
import { serviceLabels } from "./serviceLabels";

export interface ProtectedServiceArgs {
  /** The gate: `gate.facts` in its own program, `SsoGate.fromStackReference(…)` elsewhere. */
  gate: pulumi.Input<GateFacts>;
  /** Host under which the service is reached. @default "<name>.<domain>" */
  host?: string;
  /** Port on which the service listens inside its container. */
  port: number;
  /** `http` or `https`, as the container speaks. @default "http" */
  scheme?: string;
  /** The decision. @default domain() */
  access?: AccessArgs;
  /**
   * The container to run. Left out, nothing is created and `labels` and `network` are for you to attach; with
   * `application()` let your container depend on this component, so that nobody reaches it before its groups count.
   */
  container?: docker.ContainerArgs;
  /** Contract of the gate; needed by `application()` and by presets of `oidc()`. `gate.contract` in its own program. */
  contract?: pulumi.Input<SsoContract>;
}

/**
 * A service behind the gate: one line protects it.
 *
 * @example
 * new ProtectedService("grafana", { gate: sso.facts, port: 3000, container: { image: "grafana/grafana:12.1.0" } });
 * new ProtectedService("jellyfin", { gate: sso.facts, port: 8096, access: excluded({ reason: "TV apps" }), container });
 * new ProtectedService("immich", { gate: sso.facts, contract: sso.contract, port: 2283, access: oidc({ preset: "immich" }), container }, { providers: [sso.authentikProvider] });
 */
export class ProtectedService extends pulumi.ComponentResource {
  /** Labels that carry the decision, for a container that you run yourself. */
  public readonly labels!: pulumi.Output<{ label: string; value: string }[]>;
  /** Network that the service's container joins. */
  public readonly network!: pulumi.Output<string>;
  /** Where the service is reached. */
  public readonly url!: pulumi.Output<string>;
  /** Variables by which the app knows its client in authentik, for a container that you run yourself. Secret. */
  public readonly env!: pulumi.Output<{ [name: string]: string }>;
  /** Files by path that the app reads beside them. Secret. */
  public readonly files!: pulumi.Output<{ [path: string]: string }>;
  /** Id of the client that a preset made; empty where there is none. */
  public readonly clientId!: pulumi.Output<string>;
  /** Secret of the client that a preset made; empty where there is none. Secret. */
  public readonly clientSecret!: pulumi.Output<string>;
  /** The container, when this component runs it. */
  public readonly container: docker.Container | undefined;

  constructor(name: string, args: ProtectedServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:ProtectedService", name, ownInputs(args), opts);
    const access = args.access ?? domain();
    checkAccess(name, access);
    // A plain gate keeps the labels plain: no promise per label, and nothing that a policy could not read.
    const fromGate = <T>(f: (gate: GateFacts) => T): pulumi.Input<T> =>
      isPlain(args.gate)
        ? f(args.gate)
        : (pulumi.output(args.gate).apply((gate) => f(gate as GateFacts)) as pulumi.Output<T>);

    const hostOf = (gate: GateFacts) => serviceHost(gate, name, args.host);
    const labelsOf = (gate: GateFacts) =>
      serviceLabels({
        name,
        host: hostOf(gate),
        port: args.port,
        access,
        gate,
        ...(args.scheme !== undefined && { scheme: args.scheme }),
      });
    const labels = fromGate((gate) => labelList(labelsOf(gate)));
    const made = serviceClient(
      this,
      name,
      access,
      fromGate((gate) => publicUrl(gate, hostOf(gate))),
      args.contract,
    );
    const used = made?.used ? { preset: made.preset, values: this.values(name, made, args.gate, hostOf) } : undefined;
    const application = ownApplication(this, name, access, fromGate(hostOf), args.contract);
    if (args.container) {
      this.container = new docker.Container(
        name,
        {
          ...args.container,
          ...(used && withClient(name, used.preset, used.values, args.container)),
          name: args.container.name ?? fromGate((gate) => `${gate.prefix}-${name}`),
          restart: args.container.restart ?? "unless-stopped",
          labels: args.container.labels ? withOwnLabels(name, fromGate(labelsOf), args.container.labels) : labels,
          networksAdvanced: withNetwork(args.container.networksAdvanced, joinOf(args.gate)),
        },
        containerOptions(this, application),
      );
    }
    if (isPlain(args.gate)) this.dnsRecord(name, args.gate, hostOf(args.gate));

    const network = fromGate((gate) => gate.network);
    const url = fromGate((gate) => publicUrl(gate, hostOf(gate)));
    this.labels = pulumi.output(labels);
    this.network = pulumi.output(network);
    this.url = pulumi.output(url);
    this.env = pulumi.output(used ? clientVariables(used.preset, used.values) : {});
    this.files = pulumi.output(used ? clientFiles(used.preset, used.values) : {});
    this.clientId = made?.client.clientId ?? pulumi.output("");
    this.clientSecret = made?.client.clientSecret ?? pulumi.output("");
    // The plain values, not the outputs made of them; the labels stand on the container where there is one.
    this.registerOutputs({
      ...(!args.container && { labels, ...(used && { env: this.env, files: this.files }) }),
      network,
      url,
    });
  }

  /** A record for this host, where no wildcard covers it. Needs a plain gate: it decides what is created. */
  private dnsRecord(name: string, gate: GateFacts, host: string): void {
    const zoneId = dnsZone(gate, host);
    if (zoneId === "" || gate.dnsWildcard) return;
    new DnsRecords(
      `${name}-dns`,
      { zoneId, target: gate.dnsTarget, proxied: gate.dnsProxied, hosts: [host] },
      { parent: this },
    );
  }

  /** What the app is told of its client. */
  private values(
    name: string,
    { client }: ServiceClient,
    gate: pulumi.Input<GateFacts>,
    hostOf: (gate: GateFacts) => string,
  ): ClientValues {
    const urlsOf = (facts: GateFacts) => oidcUrls(facts.authUrl, clientSlug(name), publicUrl(facts, hostOf(facts)));
    return {
      urls: isPlain(gate) ? urlsOf(gate) : pulumi.output(gate).apply((facts) => urlsOf(facts as GateFacts)),
      clientId: client.clientId,
      clientSecret: client.clientSecret,
    };
  }
}

/**
 * What the state keeps of a service's arguments. The gate and the container are resources of their own: repeated for
 * each service they would go through the engine and the policy pack once more.
 */
function ownInputs({ host, port, scheme, access }: ProtectedServiceArgs): pulumi.Inputs {
  return {
    port,
    ...(host !== undefined && { host }),
    ...(scheme !== undefined && { scheme }),
    ...(access && { access }),
  };
}

function isPlain<T>(value: pulumi.Input<T>): value is T {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

function joinOf(gate: pulumi.Input<GateFacts>): pulumi.Input<string> {
  return isPlain(gate) ? gate.networkToJoin : pulumi.output(gate).apply((facts) => facts.networkToJoin);
}

type LabelArgs = docker.ContainerArgs["labels"];

function withOwnLabels(
  service: string,
  decided: pulumi.Input<Readonly<Record<string, string>>>,
  own: NonNullable<LabelArgs>,
): NonNullable<LabelArgs> {
  return pulumi.all([decided, own]).apply(([labels, mine]) => labelList(mergeLabels(service, labels, mine ?? [])));
}

function withNetwork(
  own: docker.ContainerArgs["networksAdvanced"],
  network: pulumi.Input<string>,
): NonNullable<docker.ContainerArgs["networksAdvanced"]> {
  if (own === undefined) return [{ name: network }];
  return pulumi.all([own, network]).apply(([networks, name]) => [...(networks ?? []), { name }]);
}
