import type { handleUnaryCall } from "@grpc/grpc-js";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { IAnalyzerServer } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerStackConfigureResponse, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { analyze, analyzeStack } from "./analyze";
import type { Configuration } from "./configuration";
import { configurationOf } from "./configuration";
import { analyzerInfo } from "./info";
import type { Pack } from "./pack";

/** A stack does not fit into gRPC's usual 4 MB; the engine and the policy SDK take 400 MB. */
const LONGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * The empty message of the very copy of google-protobuf that Pulumi's messages were loaded with, which refuses another
 * copy's (as in `server.js` of the policy SDK).
 */
const { responseType: EmptyAnswer } = AnalyzerService.configure as unknown as { responseType: new () => Empty };

/**
 * Serves a pack over Pulumi's analyzer protocol (`analyzer.proto`), in place of the policy SDK's `PolicyPack`, whose
 * server decodes every property of every resource once per policy: see docs/decisions/0005-own-analyzer-server.md.
 *
 * Listens on a free port and writes its number on standard output, from where the engine reads it. Runs until the engine
 * ends the process. As in the policy SDK there is neither `handshake` nor `cancel`; the engine takes both as optional.
 */
export function serve(pack: Pack): void {
  const server = new Server({ "grpc.max_receive_message_length": LONGEST_MESSAGE });
  server.addService(AnalyzerService, { ...handlers(pack) });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`${error.stack ?? error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
  });
}

/** The calls that are answered. */
export function handlers(pack: Pack): Omit<IAnalyzerServer, "handshake" | "cancel"> {
  let configuration: Configuration = new Map();
  return {
    analyze: answer((request) => analyze(pack, configuration, request)),
    analyzeStack: answer((request) => analyzeStack(pack, configuration, request)),
    // Nothing is remediated, so nothing of the resource is looked at.
    remediate: answer(() => new RemediateResponse()),
    getAnalyzerInfo: answer(() => analyzerInfo(pack)),
    getPluginInfo: answer(() => {
      const info = new PluginInfo();
      info.setVersion(pack.version);
      return info;
    }),
    configure: answer((request) => {
      configuration = configurationOf(request);
      return new EmptyAnswer();
    }),
    // The tags of the stack, which no policy asks for.
    configureStack: answer(() => new AnalyzerStackConfigureResponse()),
  };
}

/** A handler that answers with what `make` makes, and fails the call when that fails. */
function answer<Request, Response>(make: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, respond) => {
    let response: Response;
    try {
      response = make(request);
    } catch (error) {
      respond(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    respond(null, response);
  };
}
