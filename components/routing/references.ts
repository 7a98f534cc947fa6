/** Names of routers, services and middlewares across containers. Source: Traefik 3.7 `pkg/server/provider/provider.go`. */

/**
 * A reference with its provider, as Traefik completes it.
 *
 * @param user qualified name of what refers to it: what stands after its first `@` is the provider
 * @example qualified("authentik", "wiki@docker") // "authentik@docker"
 */
export function qualified(reference: string, user: string): string {
  return reference.includes("@") ? reference : `${reference}@${providerOf(user)}`;
}

/** What stands after the first `@`: a router named `x@internal` by a label completes to Traefik's own services. */
function providerOf(name: string): string {
  return name.split("@")[1] ?? "docker";
}

/** A name that is its own default name, as most are. */
const PLAIN = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/**
 * The name that a container's own service and router have where labels name none.
 *
 * @param compose values of `com.docker.compose.service` and `com.docker.compose.project`
 * @example defaultName("/my_app", undefined) // "my-app"
 */
export function defaultName(name: string, compose: readonly [string, string] | undefined): string {
  const text = compose ? compose.join("_") : name;
  if (PLAIN.test(text)) return text;
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("-");
}
