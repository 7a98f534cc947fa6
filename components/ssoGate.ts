import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Authentik } from "./authentik/authentik";
import type { GateFacts, SsoContract } from "./contract";
import { CONTRACT_VERSION, parseContract } from "./contract";
import { DnsRecords } from "./dnsRecords";
import { ADMINISTRATOR, ForwardAuth } from "./forwardAuth";
import { gateFacts } from "./gateFacts";
import { OUTPOST_SERVICE, outpostLabels, serverLabels, traefikLabels } from "./gateLabels";
import { wholeNumber } from "./login/wholeNumber";
import { requireOneRelease } from "./outpost/oneRelease";
import { OutpostRouter } from "./outpostRouter";
import { callbackHost } from "./routing/gateDomains";
import { dnsZone, publicUrl } from "./service/address";
import type { DnsArgs, SsoGateArgs } from "./ssoGateArgs";
import { loginSettings, serverArgs, traefikArgs } from "./ssoGateParts";
import { createRedis } from "./traefik/redis";
import { Traefik } from "./traefik/traefik";
import { IMAGES } from "./versions";

/**
 * The gate: authentik, Traefik, the outpost router, one provider per domain, DNS, and the contract by which
 * services of this and of other stacks stand behind it.
 *
 * @example
 * const gate = new SsoGate("sso", { domain: "example.com" });
 * new ProtectedService("grafana", { gate: gate.facts, port: 3000, container: { image: "grafana/grafana:12.1.0" } });
 * export const sso = gate.contract;
 */
export class SsoGate extends pulumi.ComponentResource {
  /** What a service of this program needs. Plain, so that its labels are static. */
  public readonly facts: GateFacts;
  /** What a service of another stack needs: export it as `sso`. */
  public readonly contract!: pulumi.Output<SsoContract>;
  /** URL of the login. */
  public readonly loginUrl: string;
  /** Name of the first administrator. */
  public readonly adminUser = ADMINISTRATOR;
  /** Password of the first administrator. Secret. */
  public readonly adminPassword!: pulumi.Output<string>;
  /** First passwords of the users of this program, by user name: each sets an own one after that. Secret. */
  public readonly initialPasswords!: pulumi.Output<{ [username: string]: string }>;
  /** Password of the emergency account; empty where there is none. Secret. */
  public readonly breakGlassPassword!: pulumi.Output<string>;
  /** How a forgotten password comes back: `mail`, or `administrator` where no mail can be sent. */
  public readonly passwordRecovery: string;
  /** Configured authentik provider: pass it to services that have an application of their own. */
  public readonly authentikProvider!: pulumi.ProviderResource;
  /** Certificate to trust when a local authority signs; empty otherwise. */
  public readonly caCertificate!: pulumi.Output<string>;

  constructor(name: string, args: SsoGateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:SsoGate", name, args, opts);
    const parent = { parent: this };
    const planned = gateFacts(args);
    requireOneRelease(args);
    const apps = args.adoptTraefik ? undefined : new docker.Network(`${name}-apps`, { name: planned.network }, parent);
    const facts = { ...planned, networkToJoin: apps?.name ?? planned.network };
    this.facts = facts;
    this.loginUrl = facts.authUrl;
    this.passwordRecovery = args.smtp ? "mail" : "administrator";
    const shared = {
      prefix: facts.prefix,
      ...(args.images && { images: args.images }),
      ...(args.memory && { memory: args.memory }),
    };

    const gateNetwork = gateNetworkOf(name, facts, args, this);
    const standalone = facts.outpost === "standalone";
    const outpostRouter = new OutpostRouter(
      `${name}-outpost-router`,
      {
        domains: facts.domains,
        entryPoint: facts.entryPoint,
        certResolver: facts.certResolver,
        ...(standalone && { service: OUTPOST_SERVICE }),
      },
      parent,
    );
    if (args.smtp?.preset !== undefined && !args.smtp.senderVerified) {
      void pulumi.log.warn(
        `smtp: ${args.smtp.preset} sends mail only for a sender or a domain that was verified there. Verify the address of smtp.from, then write senderVerified: true (configuration 'smtpSenderVerified').`,
        this,
      );
    }
    const group = args.group ?? "sso-users";
    const applicationMinutes = wholeNumber("applicationMinutes", args.login?.applicationMinutes ?? 60, 1, 60);
    const furtherDomains = (args.furtherDomains ?? []).map(({ domain, group: own }) => ({
      domain,
      callbackUrl: publicUrl(facts, callbackHost(facts, domain)),
      group: own ?? group,
    }));
    const limited = args.redis !== false && !args.adoptTraefik;
    const authentik = new Authentik(
      `${name}-authentik`,
      {
        ...shared,
        ...serverArgs(args),
        gateNetwork: gateNetwork.name,
        trustedProxies: gateNetwork.subnets,
        publicUrl: facts.authUrl,
        adminEmail: args.adminEmail ?? `admin@${facts.domain}`,
        labels: {
          ...serverLabels(facts, { limited, adopted: args.adoptTraefik !== undefined }),
          ...(standalone ? {} : outpostRouter.labels),
        },
      },
      parent,
    );
    const traefik = args.adoptTraefik
      ? undefined
      : this.createTraefik(name, { ...args, ...shared }, gateNetwork, limited);
    const forwardAuth = new ForwardAuth(
      `${name}-forward-auth`,
      {
        domain: facts.domain,
        authUrl: facts.authUrl,
        authHost: facts.authHost,
        prefix: facts.prefix,
        group,
        settings: loginSettings(args),
        mail: args.smtp !== undefined,
        ...(args.protect !== undefined && { protect: args.protect }),
        ...(args.validity !== undefined && { validity: args.validity }),
        furtherDomains,
        apiUrl: authentik.url,
        apiToken: authentik.token,
        readyHook: authentik.readyHook,
        deletedWith: authentik.databaseVolume,
        ...(standalone && {
          standalone: {
            ...shared,
            network: gateNetwork.name,
            labels: outpostLabels(facts, outpostRouter.labels, args.adoptTraefik !== undefined),
          },
        }),
      },
      parent,
    );
    if (args.dns) this.dnsRecords(name, args.dns);

    this.authentikProvider = forwardAuth.provider;
    this.adminPassword = authentik.adminPassword;
    this.initialPasswords = forwardAuth.login.initialPasswords;
    this.breakGlassPassword = forwardAuth.login.breakGlassPassword;
    this.caCertificate = traefik?.caCertificate ?? pulumi.output("");
    const traefikFacts = {
      version: args.adoptTraefik
        ? (args.adoptTraefik.version ?? "")
        : versionOf(args.images?.traefik ?? IMAGES.traefik),
      staticConfiguration: traefik?.staticConfiguration ?? args.adoptTraefik?.staticConfiguration ?? [],
    };
    this.contract = pulumi.output({
      ...facts,
      version: CONTRACT_VERSION,
      providerUrl: authentik.url,
      flows: forwardAuth.flows,
      groups: forwardAuth.login.groupIds,
      applicationValidity: `minutes=${applicationMinutes}`,
      defaultGroup: group,
      ...(furtherDomains.length > 0 && {
        furtherGroups: Object.fromEntries(furtherDomains.map(({ domain, group: own }) => [domain, own])),
      }),
      signingKeyId: forwardAuth.signingKeyId,
      outpostId: forwardAuth.outpostId,
      traefik: traefikFacts,
    });
    // The facts stand beside the contract, which holds ids too and so is unknown as a whole before the first update.
    this.registerOutputs({
      facts: planned,
      traefik: traefikFacts,
      contract: this.contract,
      adminPassword: this.adminPassword,
    });
  }

  /**
   * The contract of a gate that another stack made.
   *
   * @example const gate = SsoGate.fromStackReference("acme/sso/prod"); new ProtectedService("wiki", { gate, port: 80 });
   */
  static fromStackReference(stack: string, opts?: pulumi.ResourceOptions): pulumi.Output<SsoContract> {
    const reference = new pulumi.StackReference(stack, undefined, opts);
    return reference.getOutput("sso").apply((value) => parseContract(value, `output 'sso' of stack '${stack}'`));
  }

  /** Records of the login and of where logins come back to, and the wildcards that cover services. */
  private dnsRecords(name: string, { zoneId: _first, ...dns }: DnsArgs): void {
    const { facts } = this;
    for (const domain of facts.domains) {
      const host = callbackHost(facts, domain);
      const zoneId = dnsZone(facts, host);
      if (zoneId === "") continue;
      const hosts = facts.dnsWildcard ? [host, `*.${domain}`] : [host];
      const own = domain === facts.domain ? `${name}-dns` : `${name}-dns-${domain}`;
      new DnsRecords(own, { ...dns, zoneId, hosts }, { parent: this });
    }
  }

  private createTraefik(name: string, args: SsoGateArgs, gateNetwork: GateNetwork, limited: boolean): Traefik {
    const { facts } = this;
    const parent = { parent: this };
    const networks: pulumi.Input<string>[] = [gateNetwork.name];
    let redis: { endpoint: string } | undefined;
    if (limited) {
      const network = new docker.Network(
        `${name}-ratelimit`,
        { name: `${facts.prefix}-ratelimit`, internal: true },
        parent,
      );
      networks.push(network.name);
      redis = createRedis(name, { ...args, prefix: facts.prefix, network: network.name }, this);
    }
    return new Traefik(
      `${name}-traefik`,
      {
        ...traefikArgs(args),
        prefix: facts.prefix,
        domains: facts.domains,
        labels: traefikLabels(facts, {
          loginsPerMinute: args.loginsPerMinute ?? 60,
          ...(redis && { redis: redis.endpoint }),
          ...(args.dashboardHost !== undefined && { dashboardHost: args.dashboardHost }),
        }),
        appsNetwork: facts.networkToJoin,
        appsNetworkName: facts.network,
        authHost: facts.authHost,
        networks,
      },
      parent,
    );
  }
}

/** Network on which Traefik reaches authentik, and the addresses on it that may name a client. */
interface GateNetwork {
  readonly name: pulumi.Input<string>;
  readonly subnets: pulumi.Output<string[]>;
}

function gateNetworkOf(name: string, facts: GateFacts, args: SsoGateArgs, parent: pulumi.Resource): GateNetwork {
  const network = args.adoptTraefik
    ? docker.getNetworkOutput({ name: args.adoptTraefik.network }, { parent })
    : new docker.Network(`${name}-gate`, { name: `${facts.prefix}-gate` }, { parent });
  return {
    name: network.name,
    subnets: pulumi
      .output(network.ipamConfigs)
      .apply((pools) => (pools ?? []).flatMap((pool) => (pool.subnet ? [pool.subnet] : []))),
  };
}

/** Version in an image reference's tag; empty where it names none. */
function versionOf(reference: string): string {
  return /:v?(\d+\.\d+\.\d+)/.exec(reference)?.[1] ?? "";
}
