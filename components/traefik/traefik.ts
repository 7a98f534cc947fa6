import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImageArgs, MemoryArgs } from "../containers";
import { containerOptions, hardened, imageOf, labelList } from "../containers";
import { LocalCertificateAuthority } from "./localCertificateAuthority";
import { SocketProxy } from "./socketProxy";
import { DYNAMIC_DIRECTORY, emergencyVolumeOf, staticConfiguration } from "./staticConfiguration";

export interface TraefikArgs {
  /** Prefix of the names of containers, networks and volumes. @default "sso" */
  prefix?: string;
  /** Protected domains; certificates are made for each and its wildcard. */
  domains: string[];
  /** Labels of Traefik's own container: the middlewares, and the dashboard's router if wanted. */
  labels: { [label: string]: string };
  /** Network shared with services. */
  appsNetwork: pulumi.Input<string>;
  /** Further networks to join, e.g. those of authentik and Redis. */
  networks?: pulumi.Input<string>[];
  /** Name of the apps network, over which services are reached. */
  appsNetworkName: string;
  /**
   * Host of the login. On the apps network the name leads to this container, for apps that ask authentik themselves:
   * where it does not resolve in public, and where the way out and back in is closed. Only with `httpsPort` 443, since
   * inside it is 443 in any case. @default none
   */
  authHost?: string;
  /** Address of the Docker host that the entry points are bound to. @default "0.0.0.0" */
  bindAddress?: string;
  /** Port of plain HTTP, which only redirects. @default 80 */
  httpPort?: number;
  /** Port of HTTPS; visitors must come over 443, since the outpost compares hosts with their port. @default 443 */
  httpsPort?: number;
  /** Proxies in front of Traefik (Cloudflare's ranges, a load balancer), as CIDRs. @default none */
  trustedProxies?: string[];
  /**
   * Let's Encrypt by Cloudflare's DNS challenge. Without it a local authority signs the wildcard certificate.
   */
  acme?: AcmeArgs;
  /** Path of the Docker socket on the host. @default "/var/run/docker.sock" */
  dockerSocket?: string;
  /** Traefik's log level. @default "WARN" */
  logLevel?: string;
  /** Image references. */
  images?: ImageArgs;
  /** Memory limit in MiB. @default 256 */
  memory?: MemoryArgs;
}

export interface AcmeArgs {
  /** Mail address of the account. */
  email: string;
  /** Cloudflare API token with Zone:Read and DNS:Edit on the zone. Secret. */
  cloudflareApiToken: pulumi.Input<string>;
  /** ACME directory. @default Let's Encrypt's production directory */
  server?: string;
}

/**
 * Traefik v3 with a static configuration that leaves no way round the login, and the Docker API through a
 * read-only proxy.
 *
 * The forwardAuth middleware is defined on this container: if the container that defines it stops, every router
 * that uses it answers 404, and Traefik itself is the one container for which that makes no difference.
 *
 * @example new Traefik("traefik", { domains: ["example.com"], labels, appsNetwork: apps.name, appsNetworkName: "sso-apps" })
 */
export class Traefik extends pulumi.ComponentResource {
  /** The flags: plain, for the contract and the policy pack. */
  public readonly staticConfiguration: string[];
  /** Certificate to trust; empty with a certificate resolver. */
  public readonly caCertificate: pulumi.Output<string>;
  public readonly container: docker.Container;

  constructor(name: string, args: TraefikArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:Traefik", name, args, opts);
    const prefix = args.prefix ?? "sso";
    const bindAddress = args.bindAddress ?? "0.0.0.0";
    const httpsPort = args.httpsPort ?? 443;
    const images = args.images && { images: args.images };

    const socketNetwork = new docker.Network(
      `${name}-socket`,
      { name: `${prefix}-socket`, internal: true },
      { parent: this },
    );
    const socketProxy = new SocketProxy(
      `${name}-socket-proxy`,
      { prefix, network: socketNetwork.name, socket: args.dockerSocket ?? "/var/run/docker.sock", ...images },
      { parent: this },
    );
    this.staticConfiguration = staticConfiguration({
      dockerEndpoint: socketProxy.endpoint,
      prefix,
      network: args.appsNetworkName,
      httpsPort,
      trustedProxies: args.trustedProxies ?? [],
      logLevel: args.logLevel ?? "WARN",
      ...(args.acme && { acme: args.acme }),
    });
    const certificates = this.certificates(name, prefix, args);
    const emergency = new docker.Volume(`${name}-break-glass`, { name: emergencyVolumeOf(prefix) }, { parent: this });
    this.caCertificate = certificates.caCertificate;
    this.container = new docker.Container(
      name,
      {
        ...hardened(["CAP_NET_BIND_SERVICE"]),
        name: `${prefix}-traefik`,
        image: imageOf(args.images, "traefik"),
        command: this.staticConfiguration,
        labels: labelList(args.labels),
        envs: certificates.envs,
        uploads: [...certificates.uploads, { file: `${DYNAMIC_DIRECTORY}/tls.yml`, content: certificates.tls }],
        volumes: [...certificates.volumes, { volumeName: emergency.name, containerPath: DYNAMIC_DIRECTORY }],
        ports: [
          { internal: 80, external: args.httpPort ?? 80, ip: bindAddress },
          { internal: 443, external: httpsPort, ip: bindAddress },
        ],
        networksAdvanced: [
          { name: args.appsNetwork, ...loginAlias(args.authHost, httpsPort) },
          ...[socketNetwork.name, ...(args.networks ?? [])].map((network) => ({ name: network })),
        ],
        memory: args.memory?.traefik ?? 256,
        healthcheck: {
          tests: ["CMD", "traefik", "healthcheck", "--ping"],
          interval: "15s",
          timeout: "5s",
          retries: 4,
        },
      },
      containerOptions(this, [socketProxy.container]),
    );
    this.registerOutputs({ caCertificate: this.caCertificate });
  }

  /** What Traefik needs for TLS: an ACME account on a volume, or a certificate of the local authority. */
  private certificates(name: string, prefix: string, args: TraefikArgs) {
    if (args.acme) {
      const volume = new docker.Volume(`${name}-acme`, { name: `${prefix}-acme` }, { parent: this });
      const tokenFile = "/run/secrets/cloudflare-api-token";
      return {
        caCertificate: pulumi.output(""),
        envs: [`CF_DNS_API_TOKEN_FILE=${tokenFile}`],
        uploads: [{ file: tokenFile, content: pulumi.secret(args.acme.cloudflareApiToken), permissions: "0400" }],
        volumes: [{ volumeName: volume.name, containerPath: "/data" }],
        tls: RESOLVED_TLS,
      };
    }
    // One each: a domain that is added later gets a certificate, and the first one's authority stays trusted.
    const authorities = args.domains.map((domain, index) => {
      const own = index === 0 ? `${name}-authority` : `${name}-authority-${domain}`;
      return { index, ...new LocalCertificateAuthority(own, { domain }, { parent: this }) };
    });
    return {
      caCertificate: pulumi.all(authorities.map(({ caCertificate }) => caCertificate)).apply((all) => all.join("\n")),
      envs: [],
      uploads: authorities.flatMap(({ index, certificate, privateKey }) => [
        { file: certificateFile(index), content: certificate },
        { file: keyFile(index), content: privateKey, permissions: "0400" },
      ]),
      volumes: [],
      tls: localTls(authorities.length),
    };
  }
}

/**
 * The login's own name for Traefik on the apps network, and no other: every other host stays where public DNS has it.
 *
 * It gives nobody a name that was not there to take: a container could always call itself `auth.example.com` on that
 * network, and was then the only one of that name; now Docker's DNS answers with Traefik as well. What an app trusts is
 * the certificate, whose key is Traefik's alone (invariant `gate-files`), and not the name.
 */
function loginAlias(authHost: string | undefined, httpsPort: number): { aliases?: string[] } {
  return authHost !== undefined && httpsPort === 443 ? { aliases: [authHost] } : {};
}

/** Written in this case too: the volume may still hold the file of a local authority that is gone. */
const RESOLVED_TLS = "# Certificates come from the resolver.\n";

function certificateFile(index: number): string {
  return `/etc/traefik/certificate${index === 0 ? "" : `-${index + 1}`}.pem`;
}

function keyFile(index: number): string {
  return `/etc/traefik/key${index === 0 ? "" : `-${index + 1}`}.pem`;
}

/** One certificate per domain, chosen by the name that a browser asks for; the first one for any other name. */
function localTls(count: number): string {
  const pair = (indent: string, index: number) =>
    `certFile: ${certificateFile(index)}\n${indent}keyFile: ${keyFile(index)}\n`;
  const certificates = Array.from({ length: count }, (_, index) => `    - ${pair("      ", index)}`).join("");
  return `tls:\n  certificates:\n${certificates}  stores:\n    default:\n      defaultCertificate:\n        ${pair("        ", 0)}`;
}
