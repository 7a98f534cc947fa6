import type * as pulumi from "@pulumi/pulumi";

/** The key pair that authentik makes at its first start; OpenID Connect providers sign with it. */
export const SIGNING_KEY = "authentik Self-signed Certificate";

/** What all authentik objects made through one provider have in common. */
export interface AuthentikObjects {
  /** What takes them with it when it is deleted: the database's volume. Absent in another stack than the gate's. */
  readonly deletedWith?: pulumi.Resource;
  /** Runs right before each create and update. */
  readonly readyHook?: pulumi.ResourceHook;
}

const byProvider = new WeakMap<pulumi.ProviderResource, AuthentikObjects>();

/** Remembers, for the provider of a gate, what its objects have in common. */
export function rememberObjects(provider: pulumi.ProviderResource, objects: AuthentikObjects): void {
  byProvider.set(provider, objects);
}

/**
 * Options of an authentik object below `parent`. In the gate's own program the object waits for authentik and needs
 * no deletion of its own when the database goes, so that a destroy succeeds with authentik dead already.
 */
export function authentikOptions(
  parent: pulumi.Resource,
  provider: pulumi.ProviderResource | undefined,
): pulumi.CustomResourceOptions {
  const { deletedWith, readyHook } = (provider && byProvider.get(provider)) ?? {};
  return {
    parent,
    ...(provider && { provider }),
    ...(deletedWith && { deletedWith }),
    ...(readyHook && { hooks: { beforeCreate: [readyHook], beforeUpdate: [readyHook] } }),
  };
}
