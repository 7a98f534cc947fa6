import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { convert, WrongType } from "../engine/convert";
import { errorText, textsOf } from "../engine/messages";
import { type Props, sameValue, type Value } from "../engine/value";
import { readProps, writeProps } from "../engine/wire";
import { notice } from "./notice";
import type { Plugin } from "./plugin";
import { writeDifference } from "./resourceHandlers";
import { unary } from "./rpc";

/** Everything of the service that is about the provider itself: handshake, parameter, schema, arguments, functions. */
export function providerHandlers(plugin: Plugin) {
  const { table } = plugin;
  return {
    handshake: unary((request: proto.ProviderHandshakeRequest) => {
      plugin.engineAddress = request.getEngineAddress();
      const response = new proto.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary((_request: unknown) => new Empty()),
    parameterize: unary((request: proto.ParameterizeRequest) => {
      const value = request.getValue();
      table.parameterize(
        value === undefined
          ? { args: request.getArgs()?.getArgsList() ?? [] }
          : { value: Buffer.from(value.getValue_asU8()).toString("utf8") },
      );
      const response = new proto.ParameterizeResponse();
      response.setName(table.packageName);
      response.setVersion(table.packageVersion);
      return response;
    }),
    getSchema: unary((_request: proto.GetSchemaRequest) => {
      const response = new proto.GetSchemaResponse();
      response.setSchema(table.schema());
      return response;
    }),
    checkConfig: unary((request: proto.CheckRequest) => checkConfig(plugin, request)),
    diffConfig: unary((request: proto.DiffRequest) => diffConfig(request)),
    configure: unary(async (request: proto.ConfigureRequest) => {
      const { props } = readProps(request.getArgs());
      const secretNames = new Set(table.configFields.filter((field) => field.secret).map((field) => field.name));
      await plugin.configure(typedConfig(plugin, props)).catch((error: unknown) => {
        const subject = { what: `the ${table.title} provider`, action: "configure" };
        throw new Error(errorText(error, { ...subject, secretValues: textsOf(props, secretNames) }));
      });
      if (plugin.engineAddress !== "") await notice(plugin.engineAddress, plugin.description);
      const response = new proto.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    invoke: unary((request: proto.InvokeRequest) => invoke(plugin, request)),
    call: unary((request: proto.CallRequest): proto.CallResponse => {
      throw new Error(`the stand-in for the ${table.title} provider does not serve the method ${request.getTok()}`);
    }),
    // Calls under way are short and run to their end: one that is cut off may leave an object that no state knows.
    cancel: unary((_request: Empty) => new Empty()),
    getPluginInfo: unary((_request: Empty) => {
      const info = new PluginInfo();
      info.setVersion(table.pluginVersion);
      return info;
    }),
    getMapping: unary((_request: proto.GetMappingRequest) => new proto.GetMappingResponse()),
    getMappings: unary((_request: proto.GetMappingsRequest) => new proto.GetMappingsResponse()),
  };
}

function checkConfig(plugin: Plugin, request: proto.CheckRequest): proto.CheckResponse {
  const { props, secrets } = readProps(request.getNews());
  const response = new proto.CheckResponse();
  response.setInputs(writeProps(props, secrets));
  for (const field of plugin.table.configFields) {
    try {
      const value = props[field.name];
      if (value !== undefined) convert(field, fromJson(field.type, value));
    } catch (error) {
      if (!(error instanceof WrongType)) throw error;
      const failure = new proto.CheckFailure();
      failure.setProperty(field.name);
      failure.setReason(`the ${plugin.table.title} provider's ${field.name} ${error.message}`);
      response.addFailures(failure);
    }
  }
  return response;
}

/** Other arguments never replace the resources behind a provider: they are another way to the same server. */
function diffConfig(request: proto.DiffRequest): proto.DiffResponse {
  const olds = readProps(request.getOlds()).props;
  const news = readProps(request.getNews()).props;
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith("__"));
  const changed = names.filter((name) => name !== "version" && !sameValue(olds[name], news[name]));
  return writeDifference({
    changes: new Map(changed.map((name) => [name, { kind: "update", replace: false }])),
    replaces: [],
  });
}

/** The generated SDK sends every argument that is not text as JSON text. */
function typedConfig(plugin: Plugin, args: Props): Props {
  const known = plugin.table.configFields.filter(
    (field) => args[field.name] !== undefined && args[field.name] !== null,
  );
  return Object.fromEntries(
    known.map((field) => [field.name, convert(field, fromJson(field.type, args[field.name] ?? null))]),
  );
}

function fromJson(type: string, value: Value): Value {
  if (type === "string" || typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    throw new WrongType(`must be ${type === "object" ? "an object" : `a ${type}`}`);
  }
}

async function invoke(plugin: Plugin, request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
  const args = readProps(request.getArgs());
  const type = plugin.table.function(request.getTok());
  const response = new proto.InvokeResponse();
  try {
    response.setReturn(writeProps(await type.invoke(plugin.client, args.props), type.secrets));
  } catch (error) {
    const secretValues = [...plugin.secretValues, ...textsOf(args.props, args.secrets)];
    throw new Error(errorText(error, { what: request.getTok(), action: "invoke", secretValues }));
  }
  return response;
}
