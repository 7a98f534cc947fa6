/** Terraform's `protocol_provider` as Pulumi writes it: `protocolProvider`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Pulumi's token of a resource kind: `provider_proxy` -> `authentik:index/providerProxy:ProviderProxy`. */
export function resourceToken(kind: string): string {
  const name = camelCase(kind);
  return `authentik:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Pulumi's token of a data source: `flow` -> `authentik:index/getFlow:getFlow`. */
export function functionToken(kind: string): string {
  const name = camelCase(`get_${kind}`);
  return `authentik:index/${name}:${name}`;
}

/** True where a Pulumi property is a Terraform attribute: the same name in camelCase, with an `s` added for lists. */
export function isNamed(property: string, attribute: string): boolean {
  const name = camelCase(attribute);
  return property === name || property === `${name}s`;
}
