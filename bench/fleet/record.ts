/**
 * Writes down everything that the components register for one service, as the engine gets it:
 * `node --import tsx bench/fleet/record.ts <file>`.
 *
 * Runs without an engine, on Pulumi's mocks, which are a process's own: so this is a process of its own.
 */
import { writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { specialSigKey } from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** One registered resource. Properties are plain: secrets are out of their wrapping, what is unknown is the SDK's marker. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  /** URNs that each property comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

type Answer = (error: Error | null, response: { getUrn(): string }) => void;
type Monitor = Record<string, (request: never, callback: Answer) => unknown>;

/** Listens in on what the SDK sends to the engine. */
function listen(found: Map<string, RecordedResource>): void {
  const monitor = MockMonitor.prototype as unknown as Monitor;
  const register = monitor.registerResource;
  monitor.registerResource = function (this: unknown, request: RegisterResourceRequest, callback: Answer) {
    return register?.call(this, request as never, (error, response) => {
      const urn = response?.getUrn() ?? "";
      found.set(urn, {
        type: request.getType(),
        name: request.getName(),
        urn,
        parent: request.getParent(),
        properties: plain(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
        dependencies: request.getDependenciesList(),
        propertyDependencies: Object.fromEntries(
          [...request.getPropertydependenciesMap().entries()].map(([key, value]) => [key, value.getUrnsList()]),
        ),
      });
      callback(error, response);
    });
  } as (typeof monitor)[string];
  monitor.registerResourceOutputs = ((request: RegisterResourceOutputsRequest, callback: Answer) => {
    const resource = found.get(request.getUrn());
    const outputs = plain(request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    if (resource) found.set(resource.urn, { ...resource, properties: { ...resource.properties, ...outputs } });
    callback(null, {} as never);
  }) as (typeof monitor)[string];
  // Mocks know of no resource hooks yet; registering one is answered, none is run.
  monitor.registerResourceHook = ((_request: unknown, callback: Answer) =>
    callback(null, {} as never)) as (typeof monitor)[string];
}

/** Takes secrets and outputs out of their wrapping; the wrapping's key is the SDK's `specialSigKey`. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (specialSigKey in value) return plain((value as { value?: unknown }).value ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** The resources as JSON, with URNs as the engine makes them: mocks name the type of the parent alone, not of all parents. */
function withWholeUrns(found: ReadonlyMap<string, RecordedResource>): string {
  const types = ({ type, parent }: RecordedResource): string => {
    const above = found.get(parent);
    return above ? `${types(above)}$${type}` : type;
  };
  let json = JSON.stringify([...found.values()]);
  for (const resource of found.values()) {
    const whole = `urn:pulumi:bench::bench::${types(resource)}::${resource.name}`;
    json = json.replaceAll(JSON.stringify(resource.urn), () => JSON.stringify(whole));
  }
  return json;
}

async function main(file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error("usage: record.ts <file>");
  process.env.BENCH_SERVICES = "1";
  const found = new Map<string, RecordedResource>();
  listen(found);
  await pulumi.runtime.setMocks(
    {
      // No id, as at a preview: whatever waits for a running authentik is not run.
      newResource: ({ inputs }) => ({
        id: undefined,
        state: { ...inputs, result: "secret", output: inputs.input },
      }),
      call: ({ inputs }) => ({ ...inputs, id: "7" }),
    },
    "bench",
    "bench",
    true,
  );
  await import("../programs/components/index");
  await pulumi.runtime.disconnect();
  writeFileSync(file, withWholeUrns(found));
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exitCode = 1;
});
