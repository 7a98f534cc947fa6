import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/**
 * Shows one line among the diagnostics of the running preview or update: a plug-in's standard error is not shown there.
 * Nothing depends on it, so a failure is ignored.
 */
export function notice(engineAddress: string, message: string): Promise<void> {
  const client = new EngineClient(engineAddress, credentials.createInsecure());
  const request = new LogRequest();
  request.setSeverity(LogSeverity.INFO);
  request.setMessage(message);
  return new Promise((resolve) => {
    client.log(request, () => {
      client.close();
      resolve();
    });
  });
}
