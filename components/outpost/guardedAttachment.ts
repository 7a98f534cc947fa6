import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { AttachmentGuard } from "./attachmentGuard";
import { AuthentikApi } from "./authentikApi";

export interface GuardedAttachmentArgs {
  /** authentik's id of the outpost. */
  outpost: pulumi.Input<string>;
  /** authentik's number of the proxy provider. */
  protocolProvider: pulumi.Input<number>;
  /** What has to be there first: the bindings, so that nobody enters before they count. */
  after: pulumi.Resource[];
}

/**
 * The last attachment made through each authentik provider. One depends on the other: within one program they are
 * written one after the other, and on a destroy they are taken off one after the other, where no lock can be taken: a
 * plain `pulumi destroy`, which runs no program, refuses a state with delete hooks as a whole (Pulumi 3.259, measured).
 */
const last = new WeakMap<pulumi.ProviderResource, pulumi.Resource>();

/**
 * Puts a proxy provider on an outpost so that it stays there: other stacks may do the same at the same time, and one
 * that was lost is put back by the next `up`.
 *
 * The lock is taken right before the attachment is made and given back right after ({@link AttachmentGuard}). Every
 * `up` then looks whether the provider really is in the outpost's list; a preview looks at nothing.
 *
 * URL and token of the API are those of the resource's own `authentik.Provider`, which a program holds anyway: a
 * contract never carries a token.
 *
 * @returns the attachment, and the outpost's id, known once the provider is really attached
 * @throws {pulumi.RunError} without an `authentik.Provider`
 */
export function guardedAttachment(
  name: string,
  { after, ...args }: GuardedAttachmentArgs,
  options: pulumi.CustomResourceOptions,
): { attachment: pulumi.Resource; outpost: pulumi.Output<string> } {
  const provider = options.provider;
  requireConfigured(name, provider);
  const settings = pulumi.all([provider.url, provider.token]);
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const guardOf = (outpost: string) =>
    known(settings).then(
      ([url, token]) =>
        new AttachmentGuard(new AuthentikApi(url, token), outpost, {
          owner,
          // On the component: the attachment itself has no name in the engine yet while its hook runs.
          onProgress: (text) => void pulumi.log.info(text, options.parent),
        }),
    );
  let holder: AttachmentGuard | undefined;
  const lock = new pulumi.ResourceHook(`${name}-lock`, async ({ newInputs }) => {
    holder = await guardOf(String(newInputs?.outpost));
    await holder.requireProvider(Number(newInputs?.protocolProvider));
    await holder.lock();
  });
  const unlock = new pulumi.ResourceHook(`${name}-unlock`, () => holder?.unlock());
  const before = last.get(provider);
  const attachment: authentik.OutpostProviderAttachment = new authentik.OutpostProviderAttachment(name, args, {
    ...options,
    dependsOn: before ? [...after, before] : after,
    hooks: {
      ...options.hooks,
      beforeCreate: [...(options.hooks?.beforeCreate ?? []), lock],
      afterCreate: [...(options.hooks?.afterCreate ?? []), unlock],
    },
  });
  last.set(provider, attachment);
  const outpost = pulumi
    .all([attachment.outpost, attachment.protocolProvider, attachment.id])
    .apply(async ([id, number]) => {
      // A preview changes nothing, so it has nothing to put back either.
      if (pulumi.runtime.isDryRun()) return id;
      const repaired = await (await guardOf(id)).ensure(number);
      if (repaired) {
        await pulumi.log.warn(`provider ${number} had been taken off outpost ${id}; it is attached again`, attachment);
      }
      return id;
    });
  return { attachment, outpost };
}

/**
 * Refuses a provider that this program did not make: only one of its own knows its URL and its token.
 *
 * @throws {pulumi.RunError} with what to write
 */
export function requireConfigured(
  name: string,
  provider: pulumi.ProviderResource | undefined,
): asserts provider is authentik.Provider {
  if (provider !== undefined && "url" in provider && "token" in provider) return;
  throw new pulumi.RunError(
    `'${name}' needs an authentik.Provider: give the service one in its options, e.g. { providers: [new authentik.Provider("authentik", { url, token })] }. Its token is also used to lock the outpost's list of providers.`,
  );
}

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => void output.apply((value) => resolve(value)));
}
