/** Runs packs in this process by the functions of their servers: the pack's own, and those of the policy SDK. */
import { join } from "node:path";
import type { Policies } from "@pulumi/policy";
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { compile, PEERS } from "../packs/packs";
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

/** The pack as it ships: compiled, on its own server. */
export async function ownPack(): Promise<InProcessPack> {
  const { own } = (await compiled("own")) as typeof import("./sides/own");
  return { analyze: own.analyze as unknown as Handler, analyzeStack: own.analyzeStack as unknown as Handler };
}

/** The pack without its rules: every resource decoded by the policy SDK, and the same properties read. */
export async function controlPack(): Promise<InProcessPack> {
  const { control } = (await compiled("control")) as typeof import("./sides/control");
  return packOf(require("@pulumi/policy/server") as PolicyServer, control);
}

/** One of `sides/`, compiled into a file of its own, so that no two sides share what the model keeps of texts. */
async function compiled(side: "own" | "control"): Promise<unknown> {
  const file = join(__dirname, "dist", `${side}.js`);
  await compile(join(__dirname, "sides", `${side}.ts`), file);
  return require(file);
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
