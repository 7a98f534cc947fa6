import * as authentik from "@pulumi/authentik";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import type { ImageArgs, MemoryArgs } from "../containers";
import { containerOptions, environmentList, hardened, imageOf, labelList } from "../containers";
import { outpostNameOf, serverNameOf } from "../routing/view";
import { outpostToken } from "./outpostToken";

/** Where the container of a standalone outpost runs. */
export interface StandaloneContainerArgs {
  /** Prefix of the names of containers. */
  prefix: string;
  /** Network on which Traefik reaches the outpost, and the outpost authentik's server. */
  network: pulumi.Input<string>;
  /** Labels of the container: the outpost router. */
  labels: { [label: string]: string };
  /** Image references. */
  images?: ImageArgs;
  /** Memory limits in MiB. @default outpost 256 */
  memory?: MemoryArgs;
}

export interface StandaloneOutpostArgs extends StandaloneContainerArgs {
  /** Domain of the login, for the outpost's title. */
  domain: string;
  /** Public URL of the login; browsers are sent to it, and tokens name it as their issuer. */
  authUrl: string;
  /** authentik's numbers of the providers that it serves: this list and no other writer's. */
  protocolProviders: pulumi.Input<number>[];
  /** Where the API answers. */
  apiUrl: pulumi.Input<string>;
  /** API token of an administrator. Secret. */
  apiToken: pulumi.Input<string>;
}

/**
 * An outpost in a container of its own, which answers start, callback and check of the login alone.
 *
 * It is **one** container: sessions lie in files in its memory, which no second one would see, and a restart ends them.
 * It has **one** list of providers, written as a whole by this program, and **one** file store, whose cookies are all
 * those of the provider that was loaded last (goauthentik/authentik issue 26228): so it serves domain-level providers
 * of one domain only, and `application()` is refused beside it. authentik gets no Docker socket to start it with.
 *
 * Who sees its token: this container's environment, and nobody else (the outpost's Go program reads it there only).
 *
 * @example new StandaloneOutpost("outpost", { prefix: "sso", domain: "example.com", authUrl, protocolProviders, network, labels, apiUrl, apiToken })
 */
export class StandaloneOutpost extends pulumi.ComponentResource {
  /** authentik's id of the outpost. */
  public readonly id!: pulumi.Output<string>;

  constructor(name: string, args: StandaloneOutpostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:StandaloneOutpost", name, { domain: args.domain, authUrl: args.authUrl }, opts);
    const options = authentikOptions(this, this.getProvider("authentik:index/outpost:Outpost"));
    const outpost = new authentik.Outpost(
      `${name}-list`,
      {
        name: `SSO for ${args.domain}`,
        type: "proxy",
        protocolProviders: args.protocolProviders,
        // No service connection: authentik starts no container, and so needs no Docker socket.
        config: outpostConfig(args.authUrl),
      },
      options,
    );
    const token = pulumi.secret(
      pulumi
        .all([outpost.id, args.apiUrl, args.apiToken])
        .apply(([id, url, apiToken]) => outpostToken({ outpost: id, url, token: apiToken })),
    );
    new docker.Container(
      `${name}-container`,
      {
        ...hardened(),
        name: outpostNameOf(args.prefix),
        image: imageOf(args.images, "proxy"),
        envs: pulumi
          .output({
            // Straight to the server; browsers are sent to the public URL, which is also the issuer of tokens.
            AUTHENTIK_HOST: `http://${serverNameOf(args.prefix)}:9000`,
            AUTHENTIK_HOST_BROWSER: args.authUrl,
            AUTHENTIK_LISTEN__HTTP: "0.0.0.0:9000",
            AUTHENTIK_LISTEN__HTTPS: "0.0.0.0:9443",
            AUTHENTIK_LISTEN__METRICS: "0.0.0.0:9300",
            AUTHENTIK_TOKEN: token,
          })
          .apply(environmentList),
        labels: labelList(args.labels),
        networksAdvanced: [{ name: args.network }],
        memory: args.memory?.outpost ?? 256,
        healthcheck: {
          tests: ["CMD", "/proxy", "healthcheck"],
          interval: "5s",
          timeout: "10s",
          retries: 24,
          startPeriod: "1m0s",
        },
      },
      containerOptions(this),
    );
    this.id = outpost.id;
    this.registerOutputs({ id: this.id });
  }
}

/** Settings of the outpost; what is not named has authentik's default. */
export function outpostConfig(authUrl: string): string {
  return JSON.stringify({ authentik_host: authUrl, authentik_host_insecure: false, log_level: "info" });
}
