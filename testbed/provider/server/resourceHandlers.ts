import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Autonaming } from "../engine/check";
import type { Difference } from "../engine/diff";
import * as lifecycle from "../engine/lifecycle";
import { errorText, textsOf } from "../engine/messages";
import { HalfMade } from "../engine/resource";
import type { SecretProps } from "../engine/value";
import { readProps, writeProps } from "../engine/wire";
import { nameOf, type Plugin, typeOf } from "./plugin";
import { InitFailed, unary } from "./rpc";

/** Check, Diff, Create, Read, Update and Delete. */
export function resourceHandlers(plugin: Plugin) {
  return {
    check: unary((request: proto.CheckRequest) => check(plugin, request)),
    diff: unary((request: proto.DiffRequest) => diff(plugin, request)),
    create: unary((request: proto.CreateRequest) => create(plugin, request)),
    read: unary((request: proto.ReadRequest) => read(plugin, request)),
    update: unary((request: proto.UpdateRequest) => update(plugin, request)),
    delete: unary((request: proto.DeleteRequest) => remove(plugin, request)),
  };
}

function check(plugin: Plugin, request: proto.CheckRequest): proto.CheckResponse {
  const urn = request.getUrn();
  const news = readProps(request.getNews());
  const checked = lifecycle.check(plugin.resourceOf(urn), readProps(request.getOlds()).props, news.props, {
    name: nameOf(urn),
    seed: request.getRandomseed_asU8(),
    autonaming: autonamingOf(request.getAutonaming()),
  });
  const response = new proto.CheckResponse();
  response.setInputs(writeProps(checked.inputs, news.secrets));
  for (const { property, reason } of checked.failures) {
    const failure = new proto.CheckFailure();
    failure.setProperty(property);
    failure.setReason(`${typeOf(urn)} "${nameOf(urn)}": ${property} ${reason}`);
    response.addFailures(failure);
  }
  return response;
}

function diff(plugin: Plugin, request: proto.DiffRequest): proto.DiffResponse {
  const state = readProps(request.getOlds());
  const inputs = readProps(request.getNews());
  const resource = plugin.resourceOf(request.getUrn());
  return writeDifference(lifecycle.difference(resource, state.props, inputs.props, request.getIgnorechangesList()));
}

/** A difference on the wire, with paths. */
export function writeDifference(found: Difference): proto.DiffResponse {
  const kinds = { add: 0, delete: 2, update: 4 } as const;
  const response = new proto.DiffResponse();
  const some = found.changes.size > 0;
  response.setChanges(some ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE);
  response.setReplacesList([...found.replaces]);
  response.setDiffsList([...new Set([...found.changes.keys()].map((path) => path.replace(/\[.*$/, "")))]);
  response.setHasdetaileddiff(true);
  for (const [path, { kind, replace }] of found.changes) {
    const change = new proto.PropertyDiff();
    // Each kind is followed by the same kind with replacement.
    change.setKind((kinds[kind] + (replace ? 1 : 0)) as proto.PropertyDiff.Kind);
    response.getDetaileddiffMap().set(path, change);
  }
  return response;
}

async function create(plugin: Plugin, request: proto.CreateRequest): Promise<proto.CreateResponse> {
  const inputs = readProps(request.getProperties());
  const resource = plugin.resourceOf(request.getUrn());
  const response = new proto.CreateResponse();
  if (request.getPreview()) {
    const shown = lifecycle.previewCreate(resource, inputs);
    response.setProperties(writeProps(shown.props, shown.secrets));
    return response;
  }
  const made = await guard(plugin, request.getUrn(), "create", [inputs], () =>
    lifecycle.create(resource, plugin.client, inputs),
  );
  response.setId(made.id);
  response.setProperties(writeProps(made.props, made.secrets));
  return response;
}

async function read(plugin: Plugin, request: proto.ReadRequest): Promise<proto.ReadResponse> {
  const state = readProps(request.getProperties());
  const inputs = readProps(request.getInputs());
  const resource = plugin.resourceOf(request.getUrn());
  const live = await guard(plugin, request.getUrn(), "read", [inputs, state], () =>
    lifecycle.read(resource, plugin.client, request.getId(), state, inputs),
  );
  const response = new proto.ReadResponse();
  if (live === undefined) return response;
  response.setId(live.id);
  response.setProperties(writeProps(live.props, live.secrets));
  response.setInputs(writeProps(live.inputs.props, live.inputs.secrets));
  return response;
}

async function update(plugin: Plugin, request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
  const inputs = readProps(request.getNews());
  const state = readProps(request.getOlds());
  const resource = plugin.resourceOf(request.getUrn());
  const ignore = request.getIgnorechangesList();
  const after = request.getPreview()
    ? lifecycle.previewUpdate(resource, inputs, state, ignore)
    : await guard(plugin, request.getUrn(), "update", [inputs, state], () =>
        lifecycle.update(resource, plugin.client, request.getId(), inputs, state, ignore),
      );
  const response = new proto.UpdateResponse();
  response.setProperties(writeProps(after.props, after.secrets));
  return response;
}

async function remove(plugin: Plugin, request: proto.DeleteRequest): Promise<Empty> {
  const state = readProps(request.getProperties());
  const resource = plugin.resourceOf(request.getUrn());
  await guard(plugin, request.getUrn(), "delete", [state], () =>
    resource.delete(plugin.client, request.getId(), state.props),
  );
  return new Empty();
}

/** Runs one action; its errors name the resource and hide every secret. */
async function guard<T>(
  plugin: Plugin,
  urn: string,
  action: string,
  sources: readonly SecretProps[],
  run: () => Promise<T>,
): Promise<T> {
  const resource = plugin.resourceOf(urn);
  const schemaSecrets = resource.fields.filter((field) => field.secret).map((field) => field.name);
  const hidden = sources.flatMap(({ props, secrets }) => textsOf(props, new Set([...secrets, ...schemaSecrets])));
  const secretValues = [...plugin.secretValues, ...hidden];
  const subject = { what: `${typeOf(urn)} "${nameOf(urn)}"`, action, resource, secretValues };
  try {
    return await run();
  } catch (error) {
    const inputs = sources[0];
    if (!(error instanceof HalfMade) || inputs === undefined) throw new Error(errorText(error, subject));
    const outputs = lifecycle.halfMadeOutputs(resource, error, inputs);
    throw new InitFailed(errorText(error.reason, subject), error.found.id, outputs, inputs);
  }
}

function autonamingOf(options: proto.CheckRequest.AutonamingOptions | undefined): Autonaming {
  if (options === undefined) return "default";
  if (options.getMode() === proto.CheckRequest.AutonamingOptions.Mode.DISABLE) return "disabled";
  return options.getProposedName() === "" ? "default" : { name: options.getProposedName() };
}
