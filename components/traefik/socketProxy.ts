import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImageArgs } from "../containers";
import { containerOptions, hardened, imageOf } from "../containers";

export interface SocketProxyArgs {
  /** Prefix of the container's name. @default "sso" */
  prefix?: string;
  /** Internal network that the proxy shares with Traefik alone. */
  network: pulumi.Input<string>;
  /** Path of the Docker socket on the host. @default "/var/run/docker.sock" */
  socket?: string;
  /** Image references. */
  images?: ImageArgs;
}

/**
 * What Traefik's Docker provider asks for, and nothing else: reading, never changing. Images, volumes, exec, logs
 * and archives of containers stay closed.
 */
const CONFIGURATION = `global
    log stdout format raw local0 notice
defaults
    mode http
    log global
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend docker
    bind :2375
    http-request deny if !METH_GET !{ method HEAD }
    acl allowed path_reg ^(/v[0-9.]+)?/(_ping|version|events|networks|containers/json|containers/[a-zA-Z0-9_.-]+/json|services|tasks|nodes)$
    http-request deny unless allowed
    # The event stream stays open for as long as Traefik runs.
    timeout client 1d
    default_backend socket
backend socket
    timeout server 1d
    server docker unix@/var/run/docker.sock
`;

/**
 * The Docker API for Traefik through a read-only allow-list (HAProxy): the raw socket is root on the host, and
 * mounting it read-only does not change that.
 *
 * @example new SocketProxy("socket-proxy", { network: network.name })
 */
export class SocketProxy extends pulumi.ComponentResource {
  /** Endpoint for Traefik's Docker provider. */
  public readonly endpoint: string;
  public readonly container: docker.Container;

  constructor(name: string, args: SocketProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:SocketProxy", name, args, opts);
    const host = `${args.prefix ?? "sso"}-socket-proxy`;
    this.endpoint = `tcp://${host}:2375`;
    this.container = new docker.Container(
      name,
      {
        ...hardened(),
        name: host,
        image: imageOf(args.images, "socketProxy"),
        // The socket belongs to root; with every capability dropped, root here can open it and little else.
        user: "0:0",
        uploads: [{ file: "/usr/local/etc/haproxy/haproxy.cfg", content: CONFIGURATION }],
        mounts: [{ type: "bind", source: args.socket ?? "/var/run/docker.sock", target: "/var/run/docker.sock" }],
        networksAdvanced: [{ name: args.network }],
        memory: 64,
      },
      containerOptions(this),
    );
    this.registerOutputs({ endpoint: this.endpoint });
  }
}
