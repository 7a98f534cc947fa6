/** Runs packs in this process, by the policy SDK's own functions: its decoding, its proxies, its order of policies. */
import { join } from "node:path";
import type { Policies } from "@pulumi/policy";
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { policies } from "../../policies/pack";
import { PEERS } from "../packs/packs";
import { millisecondsSince } from "../support/statistics";
import type { Requests } from "./requests";

type Respond = (error: Error | null | undefined, response: AnalyzeResponse) => void;
type Handler = (call: { readonly request: object }, respond: Respond) => void;

/** Module `server` of @pulumi/policy: what its gRPC server is made of. It has no types. */
interface PolicyServer {
  makeAnalyzeRpcFun(name: string, version: string, level: string, policies: Policies): Handler;
  makeAnalyzeStackRpcFun(name: string, version: string, level: string, policies: Policies): Handler;
  serve(name: string, version: string, level: string, args: { readonly policies: Policies }): void;
}

/** A pack that can be run here. */
export interface InProcessPack {
  readonly analyze: Handler;
  readonly analyzeStack: Handler;
}

/** The pack. */
export function ownPack(): InProcessPack {
  return packOf(require("@pulumi/policy/server") as PolicyServer, policies());
}

/** The pack without its rules: the same resources decoded, the same properties read. */
export function controlPack(): InProcessPack {
  return packOf(require("@pulumi/policy/server") as PolicyServer, policies(undefined, []));
}

/** @pulumi/awsguard with all of its rules, on the SDK beside it, which is of the same version. */
export function awsguardPack(): InProcessPack {
  const modules = join(PEERS, "node_modules", "@pulumi");
  const server = require(join(modules, "policy", "server")) as PolicyServer;
  let found: Policies = [];
  const { serve } = server;
  server.serve = (_name, _version, _level, args) => {
    found = args.policies;
  };
  try {
    const { AwsGuard } = require(join(modules, "awsguard")) as { AwsGuard: new (args: object) => unknown };
    new AwsGuard({ all: "mandatory" });
  } finally {
    server.serve = serve;
  }
  return packOf(server, found);
}

function packOf(server: PolicyServer, list: Policies): InProcessPack {
  return {
    analyze: server.makeAnalyzeRpcFun("bench", "0.0.0", "mandatory", list),
    analyzeStack: server.makeAnalyzeStackRpcFun("bench", "0.0.0", "mandatory", list),
  };
}

/** What one analysis took, and how many violations it found. */
export interface Analysis {
  /** Time on the wall. */
  readonly milliseconds: number;
  /** Processor time of this process, in milliseconds: what other work on the machine does not stretch. */
  readonly cpuMilliseconds: number;
  readonly violations: number;
}

/** Analyzes every resource, then the stack, as one preview does. */
export async function analyze(pack: InProcessPack, requests: Requests): Promise<Analysis> {
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let violations = 0;
  for (const request of requests.resources) violations += await call(pack.analyze, request);
  violations += await call(pack.analyzeStack, requests.stack);
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds: millisecondsSince(start), cpuMilliseconds: (user + system) / 1000, violations };
}

function call(handler: Handler, request: object): Promise<number> {
  return new Promise((resolve, reject) => {
    handler({ request }, (error, response) => (error ? reject(error) : resolve(response.getDiagnosticsList().length)));
  });
}
