/** Runs a pack as the engine does: a process of its own that is asked over gRPC. */
import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { costOf } from "../support/measure";
import { millisecondsSince } from "../support/statistics";
import type { Requests } from "./requests";

/** Answers of a whole stack do not fit into gRPC's usual 4 MB; the engine's limit is the same (400 MB). */
const LIMIT = 400 * 1024 * 1024;

/** What a pack's process cost. */
export interface PackProcess {
  /** From its start until it says where it listens. */
  readonly startMs: number;
  /** All resources and the stack; `undefined` when nothing was asked. */
  readonly analysisMs: number | undefined;
  /** Largest resident set in MB; 0 where /proc does not tell. */
  readonly peakMb: number;
  /** Processor time in seconds, start included. */
  readonly cpuSeconds: number;
}

/**
 * Starts a pack, sends it `requests` one after another as the engine does (analyze and remediate for each resource,
 * then the stack), and stops it.
 */
export async function runPack(folder: string, requests?: Requests): Promise<PackProcess> {
  const start = process.hrtime.bigint();
  const child = startPack(folder);
  try {
    const port = await firstLine(child.stdout);
    const startMs = millisecondsSince(start);
    const analysisMs = requests && (await ask(port, requests));
    const cost = costOf(child.pid ?? 0);
    return { startMs, analysisMs, peakMb: cost?.peakMb ?? 0, cpuSeconds: cost?.cpuSeconds ?? 0 };
  } finally {
    child.kill("SIGKILL");
  }
}

/** Starts the pack in a folder as the language host does. It writes its port as its first line. */
export function startPack(folder: string): ChildProcessByStdio<null, Readable, null> {
  // The engine's address is only for log messages; none is sent.
  const args = [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:1", "."];
  const env = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "false" };
  return spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"], env });
}

/** A connection to a pack. */
export function clientOf(port: string): AnalyzerClient {
  return new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": LIMIT,
    "grpc.max_send_message_length": LIMIT,
  });
}

export async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("the policy pack ended before it listened");
}

async function ask(port: string, requests: Requests): Promise<number> {
  const client = clientOf(port);
  const analyze = (request: AnalyzeRequest) => answer<AnalyzeResponse>((done) => client.analyze(request, done));
  const remediate = (request: AnalyzeRequest) => answer<RemediateResponse>((done) => client.remediate(request, done));
  const analyzeStack = (request: AnalyzeStackRequest) =>
    answer<AnalyzeResponse>((done) => client.analyzeStack(request, done));
  try {
    const start = process.hrtime.bigint();
    for (const request of requests.resources) {
      await remediate(request);
      await analyze(request);
    }
    await analyzeStack(requests.stack);
    return millisecondsSince(start);
  } finally {
    client.close();
  }
}

type Done<T> = (error: Error | null, value: T) => void;

export function answer<T>(call: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });
}
