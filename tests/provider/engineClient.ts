import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PluginTable } from "../../testbed/provider/engine/resource";
import { serve } from "../../testbed/provider/server/serve";

/** Properties as they travel: plain JSON, secrets and unknowns with Pulumi's signatures. */
export type Wire = Record<string, JavaScriptValue>;

/** Pulumi's mark for a value that is not known yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value with Pulumi's secret mark. */
export function secret(value: JavaScriptValue): JavaScriptValue {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** Properties without their secret marks. */
export function opened(props: Wire): Wire {
  const open = (value: JavaScriptValue): JavaScriptValue => {
    if (Array.isArray(value)) return value.map(open);
    if (typeof value !== "object" || value === null) return value;
    const members = value as Wire;
    if ("4dabf18193072939515e22adb298388d" in members) return open(members.value ?? null);
    return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, open(member)]));
  };
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, open(value)]));
}

/** The difference as a test reads it. */
export interface Difference {
  readonly changed: boolean;
  /** Path -> kind: ADD, DELETE, UPDATE, with _REPLACE where it makes a new resource. */
  readonly details: Readonly<Record<string, string>>;
  readonly replaces: readonly string[];
}

const kinds = ["ADD", "ADD_REPLACE", "DELETE", "DELETE_REPLACE", "UPDATE", "UPDATE_REPLACE"];

/** Plays Pulumi's engine: calls a plug-in's ResourceProvider service over gRPC. */
export class Engine {
  private constructor(
    readonly raw: ResourceProviderClient,
    private readonly stop: () => void,
  ) {}

  static async start(table: PluginTable, environment: Record<string, string> = {}): Promise<Engine> {
    const { port, close } = await serve(table, environment);
    return new Engine(new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure()), close);
  }

  close(): void {
    this.raw.close();
    this.stop();
  }

  async configure(args: Wire): Promise<proto.ConfigureResponse> {
    const request = new proto.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(args));
    return promise((done) => this.raw.configure(request, done));
  }

  async check(
    type: string,
    news: Wire,
    options: { olds?: Wire; name?: string; seed?: string } = {},
  ): Promise<{ inputs: Wire; failures: readonly string[] }> {
    const request = new proto.CheckRequest();
    request.setUrn(urn(type, options.name));
    request.setNews(Struct.fromJavaScript(news));
    if (options.olds !== undefined) request.setOlds(Struct.fromJavaScript(options.olds));
    request.setRandomseed(Buffer.from(options.seed ?? "seed"));
    const response = await promise<proto.CheckResponse>((done) => this.raw.check(request, done));
    return { inputs: wire(response.getInputs()), failures: response.getFailuresList().map((one) => one.getReason()) };
  }

  async diff(type: string, olds: Wire, news: Wire, ignoreChanges: string[] = []): Promise<Difference> {
    const request = new proto.DiffRequest();
    request.setUrn(urn(type));
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    request.setIgnorechangesList(ignoreChanges);
    const response = await promise<proto.DiffResponse>((done) => this.raw.diff(request, done));
    const details = response.getDetaileddiffMap().toArray() as unknown as [string, unknown[]][];
    return {
      changed: response.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME,
      details: Object.fromEntries(details.map(([path, change]) => [path, kinds[Number(change[0] ?? 0)] ?? "?"])),
      replaces: response.getReplacesList(),
    };
  }

  async create(type: string, inputs: Wire, preview = false): Promise<{ id: string; state: Wire }> {
    const request = new proto.CreateRequest();
    request.setUrn(urn(type));
    request.setProperties(Struct.fromJavaScript(inputs));
    request.setPreview(preview);
    const response = await promise<proto.CreateResponse>((done) => this.raw.create(request, done));
    return { id: response.getId(), state: wire(response.getProperties()) };
  }

  async read(type: string, id: string, state: Wire = {}, inputs: Wire = {}) {
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setUrn(urn(type));
    request.setProperties(Struct.fromJavaScript(state));
    request.setInputs(Struct.fromJavaScript(inputs));
    const response = await promise<proto.ReadResponse>((done) => this.raw.read(request, done));
    return { id: response.getId(), state: wire(response.getProperties()), inputs: wire(response.getInputs()) };
  }

  async update(type: string, id: string, olds: Wire, news: Wire, preview = false): Promise<Wire> {
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setUrn(urn(type));
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    request.setPreview(preview);
    return wire((await promise<proto.UpdateResponse>((done) => this.raw.update(request, done))).getProperties());
  }

  async delete(type: string, id: string, state: Wire): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setUrn(urn(type));
    request.setProperties(Struct.fromJavaScript(state));
    await promise<Empty>((done) => this.raw.delete(request, done));
  }

  async invoke(token: string, args: Wire): Promise<Wire> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(Struct.fromJavaScript(args));
    return wire((await promise<proto.InvokeResponse>((done) => this.raw.invoke(request, done))).getReturn());
  }
}

/** A URN of a test stack. */
function urn(type: string, name = "one"): string {
  return `urn:pulumi:dev::tests::${type}::${name}`;
}

/** One call with a callback as a promise. */
export function promise<T>(call: (done: (error: ServiceError | null, answer: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

function wire(struct: Struct | undefined): Wire {
  return (struct?.toJavaScript() ?? {}) as Wire;
}
