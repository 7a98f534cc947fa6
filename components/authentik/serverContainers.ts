import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImageArgs, MemoryArgs } from "../containers";
import { containerOptions, environmentList, hardened, imageOf, labelList } from "../containers";
import { mailServer, senderProblem } from "../login/mailSettings";
import { serverNameOf } from "../routing/view";
import { knowsBaseUrl } from "./baseUrl";
import type { Postgres } from "./postgres";
import { secretFile } from "./postgres";
import type { AuthentikSecrets } from "./secrets";

/**
 * Outgoing mail.
 *
 * @example { preset: "brevo", username: "me@example.com", password: smtpKey, from: "sso@example.com" }
 */
export interface SmtpArgs {
  /** A mail service whose host, port and encryption are known: `brevo`. @default none */
  preset?: string;
  /** Host of the mail server. Needed without a preset. */
  host?: pulumi.Input<string>;
  /** Port: 587 speaks STARTTLS, 465 speaks TLS from the start. @default the preset's, else 587 */
  port?: number;
  /** User name. */
  username?: pulumi.Input<string>;
  /** Password; kept as a Pulumi secret. */
  password?: pulumi.Input<string>;
  /** Sender, `sso@example.com` or `SSO <sso@example.com>`. Mail services send for senders only that were verified with them. */
  from: pulumi.Input<string>;
  /** Say `true` once the mail service has verified the sender: with a preset, the program reminds of it until then. @default false */
  senderVerified?: boolean;
  /** `starttls`, `tls` or `none`. @default by port: 465 `tls`, else `starttls` */
  security?: string;
}

interface ServerArgs {
  prefix: string;
  labels?: { [label: string]: string };
  gateNetwork: pulumi.Input<string>;
  databaseNetwork: pulumi.Input<string>;
  trustedProxies?: pulumi.Input<pulumi.Input<string>[]>;
  apiAddress?: string;
  apiPort?: number;
  publicUrl?: string;
  adminEmail: pulumi.Input<string>;
  smtp?: SmtpArgs;
  images?: ImageArgs;
  memory?: MemoryArgs;
  postgres: Postgres;
  secrets: AuthentikSecrets;
  protect: boolean;
}

/**
 * authentik's server and worker: one image, one environment.
 *
 * The worker gets no Docker socket (outposts are not managed through Docker here) and so needs no root. The
 * bootstrap values are read once, by the worker, on the very first start.
 */
export function createServerAndWorker(
  name: string,
  args: ServerArgs,
  parent: pulumi.Resource,
): { server: docker.Container; worker: docker.Container } {
  const data = new docker.Volume(
    `${name}-data`,
    { name: `${args.prefix}-authentik-data` },
    { parent, protect: args.protect, retainOnDelete: args.protect },
  );
  const common = {
    ...hardened(),
    image: imageOf(args.images, "authentik"),
    uploads: [
      { file: secretFile("database-password"), content: args.secrets.databasePassword },
      { file: secretFile("secret-key"), content: args.secrets.secretKey },
    ],
    volumes: [{ volumeName: data.name, containerPath: "/data" }],
    networksAdvanced: [{ name: args.gateNetwork }, { name: args.databaseNetwork }],
    shmSize: 512,
    healthcheck: {
      tests: ["CMD", "ak", "healthcheck"],
      interval: "5s",
      timeout: "30s",
      retries: 24,
      startPeriod: "2m0s",
    },
  };
  const server = new docker.Container(
    `${name}-server`,
    {
      ...common,
      name: serverNameOf(args.prefix),
      command: ["server"],
      envs: environment(args),
      labels: labelList(args.labels ?? {}),
      ports: [{ internal: 9000, external: args.apiPort ?? 9000, ip: args.apiAddress ?? "127.0.0.1" }],
      memory: args.memory?.server ?? 1024,
    },
    containerOptions(parent, [args.postgres.container]),
  );
  const worker = new docker.Container(
    `${name}-worker`,
    {
      ...common,
      name: `${args.prefix}-authentik-worker`,
      command: ["worker"],
      envs: environment(args, {
        AUTHENTIK_BOOTSTRAP_EMAIL: args.adminEmail,
        AUTHENTIK_BOOTSTRAP_PASSWORD: args.secrets.adminPassword,
        AUTHENTIK_BOOTSTRAP_TOKEN: args.secrets.bootstrapToken,
      }),
      memory: args.memory?.worker ?? 1024,
    },
    containerOptions(parent, [args.postgres.container]),
  );
  return { server, worker };
}

function environment(args: ServerArgs, more: { [name: string]: pulumi.Input<string> } = {}): pulumi.Output<string[]> {
  const trusted = pulumi
    .output(args.trustedProxies ?? [])
    .apply((cidrs) => ["127.0.0.0/8", "::1/128", ...cidrs].join(","));
  const values: { [name: string]: pulumi.Input<string> } = {
    AUTHENTIK_DISABLE_STARTUP_ANALYTICS: "true",
    AUTHENTIK_DISABLE_UPDATE_CHECK: "true",
    AUTHENTIK_ERROR_REPORTING__ENABLED: "false",
    // authentik listens on [::] by default since 2026.5, which a host without IPv6 refuses.
    AUTHENTIK_LISTEN__HTTP: "0.0.0.0:9000",
    AUTHENTIK_LISTEN__HTTPS: "0.0.0.0:9443",
    AUTHENTIK_LISTEN__METRICS: "0.0.0.0:9300",
    AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS: trusted,
    AUTHENTIK_POSTGRESQL__HOST: args.postgres.host,
    AUTHENTIK_POSTGRESQL__NAME: args.postgres.database,
    AUTHENTIK_POSTGRESQL__PASSWORD: `file://${secretFile("database-password")}`,
    AUTHENTIK_POSTGRESQL__USER: args.postgres.user,
    AUTHENTIK_SECRET_KEY: `file://${secretFile("secret-key")}`,
    ...(args.publicUrl !== undefined &&
      knowsBaseUrl(imageOf(args.images, "authentik")) && { AUTHENTIK_WEB__BASE_URL: args.publicUrl }),
    ...(args.smtp ? mail(args.smtp) : {}),
    ...more,
  };
  return pulumi.output(values).apply(environmentList);
}

function mail(smtp: SmtpArgs): { [name: string]: pulumi.Input<string> } {
  const { host, port, security } = known(() => mailServer(smtp));
  const from = pulumi.output(smtp.from).apply((sender) => {
    const problem = senderProblem(sender);
    if (problem !== undefined) throw new pulumi.RunError(problem);
    return sender;
  });
  return {
    AUTHENTIK_EMAIL__FROM: from,
    AUTHENTIK_EMAIL__HOST: host,
    AUTHENTIK_EMAIL__PORT: String(port),
    AUTHENTIK_EMAIL__TIMEOUT: "30",
    AUTHENTIK_EMAIL__USE_SSL: String(security === "tls"),
    AUTHENTIK_EMAIL__USE_TLS: String(security === "starttls"),
    ...(smtp.username !== undefined && { AUTHENTIK_EMAIL__USERNAME: smtp.username }),
    ...(smtp.password !== undefined && { AUTHENTIK_EMAIL__PASSWORD: pulumi.secret(smtp.password) }),
  };
}

/** What a pure module refuses, as an error of the program. */
function known<T>(decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
