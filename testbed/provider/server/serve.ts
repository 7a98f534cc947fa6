import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PluginTable } from "../engine/resource";
import { Plugin } from "./plugin";
import { providerHandlers } from "./providerHandlers";
import { resourceHandlers } from "./resourceHandlers";

/** A running plug-in server. */
export interface Running {
  /** Port on the loopback interface. */
  readonly port: number;
  close(): void;
}

/** Pulumi's own limit for messages between engine and plug-ins. */
const maxMessageBytes = 1024 * 1024 * 400;

/** Serves one table over Pulumi's ResourceProvider service on a free loopback port. */
export async function serve(
  table: PluginTable,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Running> {
  const plugin = new Plugin(table, environment);
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(ResourceProviderService, { ...providerHandlers(plugin), ...resourceHandlers(plugin) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    port,
    close: () => {
      plugin.close();
      server.forceShutdown();
    },
  };
}
