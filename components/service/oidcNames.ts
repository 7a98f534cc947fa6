/**
 * The client's name in authentik's URLs. Another one than that of the service's own proxy application: switching between
 * the two, the new one is made before the old one goes.
 */
export function clientSlug(service: string): string {
  return `${service}-oidc`;
}
