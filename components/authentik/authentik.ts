import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImageArgs, MemoryArgs } from "../containers";
import { createPostgres } from "./postgres";
import { waitUntilReady } from "./readiness";
import { makeSecrets } from "./secrets";
import type { SmtpArgs } from "./serverContainers";
import { createServerAndWorker } from "./serverContainers";

export interface AuthentikArgs {
  /** Prefix of the names of containers, networks and volumes. @default "sso" */
  prefix?: string;
  /** Labels of the server container: the routers of the login host and of the outpost. */
  labels?: { [label: string]: string };
  /** Network that Traefik shares with the server. */
  gateNetwork: pulumi.Input<string>;
  /** Networks whose addresses may name the client in X-Forwarded-For, as CIDRs. Loopback is always one. */
  trustedProxies?: pulumi.Input<pulumi.Input<string>[]>;
  /** Address of the Docker host that the API port is bound to. @default "127.0.0.1" */
  apiAddress?: string;
  /** Port of the API on that address. @default 9000 */
  apiPort?: number;
  /**
   * Where the program finds the API, when not on `apiAddress` and `apiPort`: for a remote Docker host, forward the
   * port (`ssh -L 9000:127.0.0.1:9000 host`) and leave this out, or name the URL here.
   */
  apiUrl?: string;
  /** URL at which browsers reach the login; authentik 2026.8 and newer is told. @default not told */
  publicUrl?: string;
  /** Mail address of the first administrator, `akadmin`. @default "admin@<first domain>" is set by SsoGate. */
  adminEmail: pulumi.Input<string>;
  /** Outgoing mail. Without it authentik sends none. */
  smtp?: SmtpArgs;
  /** Image references. */
  images?: ImageArgs;
  /** Memory limits in MiB. @default server 1024, worker 1024, postgres 512 */
  memory?: MemoryArgs;
  /** How long to wait for the first start, in seconds. @default 600 */
  readyTimeoutSeconds?: number;
  /** Protect the database and the secrets from deletion. @default true */
  protect?: boolean;
}

/**
 * authentik: Postgres, server and worker, with secrets that are made once.
 *
 * No Docker socket, no root, the database on an internal network, the API on loopback. authentik uses no Redis
 * since 2025.10.
 *
 * @example new Authentik("authentik", { gateNetwork: network.name, adminEmail: "admin@example.com" })
 */
export class Authentik extends pulumi.ComponentResource {
  /** API URL; known only once authentik is ready for its provider. */
  public readonly url!: pulumi.Output<string>;
  /** API token of the first administrator. Secret. */
  public readonly token!: pulumi.Output<string>;
  /** Password of the first administrator. Secret. */
  public readonly adminPassword!: pulumi.Output<string>;
  /** Volume of the database: what goes with it needs no deletion of its own. */
  public readonly databaseVolume: docker.Volume;
  /** Checks again, right before an operation, that the API is authentik's and ready. */
  public readonly readyHook: pulumi.ResourceHook;

  constructor(name: string, args: AuthentikArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:Authentik", name, args, opts);
    const prefix = args.prefix ?? "sso";
    const protect = args.protect ?? true;
    const secrets = makeSecrets(name, this, protect);
    const databaseNetwork = new docker.Network(
      `${name}-database`,
      { name: `${prefix}-database`, internal: true },
      { parent: this },
    );
    const postgres = createPostgres(
      name,
      { prefix, network: databaseNetwork.name, password: secrets.databasePassword, protect, ...optional(args) },
      this,
    );
    const { server, worker } = createServerAndWorker(
      name,
      { ...args, prefix, postgres, secrets, databaseNetwork: databaseNetwork.name, protect },
      this,
    );

    const apiUrl = args.apiUrl ?? `http://${args.apiAddress ?? "127.0.0.1"}:${args.apiPort ?? 9000}`;
    const timeoutSeconds = args.readyTimeoutSeconds ?? 600;
    const whenReady = (token: string) =>
      waitUntilReady({
        url: apiUrl,
        token,
        timeoutSeconds,
        onProgress: (what, seconds) =>
          void pulumi.log.info(`waiting for authentik, ${seconds} s: ${what}`, this, undefined, true),
      });

    this.databaseVolume = postgres.volume;
    this.token = secrets.bootstrapToken;
    this.adminPassword = secrets.adminPassword;
    this.url = pulumi.unsecret(
      pulumi
        .all([secrets.bootstrapToken, server.id, worker.id, postgres.container.id])
        .apply(([token]) => whenReady(token).then(() => apiUrl)),
    );
    const token = secrets.bootstrapToken;
    this.readyHook = new pulumi.ResourceHook(
      `${name}-ready`,
      () => new Promise((resolve, reject) => token.apply((known) => whenReady(known).then(resolve, reject))),
    );
    this.registerOutputs({ url: this.url, token: this.token, adminPassword: this.adminPassword });
  }
}

/** Leaves out what is undefined, as exactOptionalPropertyTypes wants it. */
function optional(args: AuthentikArgs): { images?: ImageArgs; memory?: MemoryArgs } {
  return { ...(args.images && { images: args.images }), ...(args.memory && { memory: args.memory }) };
}
