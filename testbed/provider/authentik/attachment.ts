import type { ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import type { Props, Value } from "../engine/value";
import { checkModel } from "./answers";
import { fieldsOf, idProperty } from "./fields";
import { resourceToken } from "./names";

const kind = "outpost_provider_attachment";

/**
 * One provider on one outpost, without touching the outpost's other settings: the way to use the embedded outpost.
 * As in the real provider this reads the list, appends, and writes it back without a lock, so attachments that run at the
 * same time lose each other. The id is `<outpost uuid>:<provider number>`.
 */
export function attachment(): ResourceType {
  const found = (outpost: string, provider: number) => {
    const id = `${outpost}:${provider}`;
    return { id, state: { outpost, protocolProvider: provider, [idProperty(kind)]: id } };
  };
  return {
    token: resourceToken(kind),
    fields: fieldsOf(kind),
    async create(client, planned) {
      const outpost = String(planned.outpost);
      const provider = Number(planned.protocolProvider);
      const providers = await providersOf(client, outpost);
      if (providers === undefined) throw new Error(`there is no outpost ${outpost}`);
      if (!providers.includes(provider)) await writeProviders(client, outpost, [...providers, provider]);
      const after = await providersOf(client, outpost);
      if (after?.includes(provider) !== true) {
        throw new Error(`outpost ${outpost} lost the provider again: another writer changed its list at the same time`);
      }
      return found(outpost, provider);
    },
    async read(client, id, state) {
      const [outpost, provider] = parts(id, state);
      const providers = await providersOf(client, outpost);
      return providers?.includes(provider) === true ? found(outpost, provider) : undefined;
    },
    async update() {
      throw new Error("an attachment is replaced, never updated");
    },
    async delete(client, id, state) {
      const [outpost, provider] = parts(id, state);
      const providers = await providersOf(client, outpost);
      if (providers === undefined) return;
      await writeProviders(
        client,
        outpost,
        providers.filter((one) => one !== provider),
      );
    },
  };
}

async function providersOf(client: RestClient, outpost: string): Promise<readonly number[] | undefined> {
  const answer = await client.find("GET", pathOf(outpost));
  return answer === undefined ? undefined : (checkModel("Outpost", answer).providers as readonly number[]);
}

async function writeProviders(client: RestClient, outpost: string, providers: readonly Value[]): Promise<void> {
  await client.call("PATCH", pathOf(outpost), { providers });
}

function pathOf(outpost: string): string {
  return `/outposts/instances/${encodeURIComponent(outpost)}/`;
}

function parts(id: string, state: Props): readonly [string, number] {
  const match = /^([0-9a-f-]+):(\d+)$/i.exec(id);
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], Number(match[2])];
  if (typeof state.outpost === "string" && typeof state.protocolProvider === "number") {
    return [state.outpost, state.protocolProvider];
  }
  throw new Error(`the id of an attachment is <outpost uuid>:<provider number>, not "${id}"`);
}
