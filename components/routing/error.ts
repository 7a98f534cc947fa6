/** A mistake in what a caller of the model wrote: what was given, what is allowed, what to do. */
export class RoutingError extends Error {
  override readonly name = "RoutingError";
}
