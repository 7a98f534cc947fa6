import { readBody, writeBody } from "../engine/body";
import { type Found, HalfMade, type Planned, type ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import type { Props, Value } from "../engine/value";
import { checkResource } from "./answers";
import { contract } from "./contract";
import { fieldsOf, idProperty } from "./fields";
import { resourceToken } from "./names";

/** What a resource kind does besides its four plain calls. */
export interface Extras {
  /** Query of every read. */
  readonly query?: Readonly<Record<string, string>>;
  /** Fills in planned values before the create body is written. */
  beforeCreate?(client: RestClient, planned: Planned): Promise<Planned>;
  /** Runs right after the object exists. A failure keeps the object in the state, marked as half made. */
  afterCreate?(client: RestClient, answer: Props, planned: Planned): Promise<void>;
  /** Adds or corrects properties after each read. */
  afterRead?(client: RestClient, answer: Props, state: Found["state"], planned: Planned): Promise<Found["state"]>;
}

/**
 * A resource with POST, GET, PUT and DELETE, which is 34 of the 36 kinds. As in the real provider every create and update
 * is followed by a GET, an update is a PUT of the whole body, and 404 on a read means that the object is gone.
 */
export function plainResource(kind: string, extras: Extras = {}): ResourceType {
  const facts = contract.resources[kind];
  if (facts === undefined) throw new Error(`the contract has no resource ${kind}`);
  const fields = fieldsOf(kind);
  const idOf = (answer: Props) => String(answer[facts.id.field ?? "pk"]);
  const call = (operation: string): readonly [string, string] => operationOf(kind, operation);

  async function read(client: RestClient, id: string, planned: Planned): Promise<Found | undefined> {
    const [method, path] = call("read");
    const found = await client.find(method, fill(path, id), undefined, extras.query);
    if (found === undefined) return undefined;
    const answer = checkResource(kind, found);
    const state = { ...readBody(fields, answer, planned), [idProperty(kind)]: idOf(answer) };
    return { id: idOf(answer), state: (await extras.afterRead?.(client, answer, state, planned)) ?? state };
  }

  async function readBack(client: RestClient, id: string, planned: Planned): Promise<Found> {
    const found = await read(client, id, planned);
    if (found === undefined) throw new Error("the object was written, but the server does not have it any more (404)");
    return found;
  }

  return {
    token: resourceToken(kind),
    fields,
    async create(client, planned) {
      const prepared = (await extras.beforeCreate?.(client, planned)) ?? planned;
      const [method, path] = call("create");
      const answer = checkResource(kind, await client.call(method, path, writeBody(fields, prepared)));
      await extras.afterCreate?.(client, answer, prepared).catch((error: Error) => {
        const state = { ...readBody(fields, answer, prepared), [idProperty(kind)]: idOf(answer) };
        throw new HalfMade({ id: idOf(answer), state }, error);
      });
      return readBack(client, idOf(answer), prepared);
    },
    read: (client, id, state) => read(client, currentId(kind, id, state), state),
    async update(client, id, planned, state) {
      const [method, path] = call("update");
      const body = writeBody(fields, planned);
      const answer = await client.find(method, fill(path, currentId(kind, id, state)), body);
      if (answer === undefined) throw new Error("the server does not have this object any more (404); run a refresh");
      return readBack(client, idOf(checkResource(kind, answer)), planned);
    },
    async delete(client, id, state) {
      const [method, path] = call("delete");
      await client.find(method, fill(path, currentId(kind, id, state)));
    },
  };
}

/** Method and path of one operation of the contract. */
function operationOf(kind: string, operation: string): readonly [string, string] {
  const entry = contract.resources[kind]?.ops[operation];
  const [method, path] = Array.isArray(entry) ? (entry as readonly string[]) : [];
  if (method === undefined || path === undefined) throw new Error(`the contract has no ${operation} for ${kind}`);
  return [method, path];
}

/** A path with its one placeholder filled in. */
function fill(path: string, id: string): string {
  return path.replace(/\{[^}]+\}/, encodeURIComponent(id));
}

/** After a change of a slug Pulumi's own id is stale until a refresh; Terraform's id in the state is not. */
function currentId(kind: string, id: string, state: Readonly<Record<string, Value | undefined>>): string {
  const kept = state[idProperty(kind)];
  return typeof kept === "string" && kept !== "" ? kept : id;
}
