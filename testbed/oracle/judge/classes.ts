/** Why the model is more careful than Traefik: the arrangements that it does not follow, each with a reason. */
import type { Fleet } from "../fleet/model";
import type { Caution } from "./compare";

const CLASSES: readonly { readonly name: string; readonly why: string; readonly is: RegExp }[] = [
  {
    name: "login inside a chain",
    why: "The login stands in a chain middleware. Whoever changes the chain opens every router that uses it, so the rule is that the router itself names the login first.",
    is: /\.middlewares=[^,]*-secured@docker/,
  },
  {
    name: "something before the login",
    why: "An allow-list of addresses runs before the login. It lets nobody in, but the rule 'the login comes first' has no exceptions, since other middlewares in that place do.",
    is: /\.middlewares=[^,]*-lan@docker,/,
  },
];

export interface CautionClass {
  readonly name: string;
  readonly why: string;
}

/** @returns the class; one named after the invariant where none is known, which is worth a look */
export function classOf(fleet: Fleet, { container, by, why }: Caution): CautionClass {
  const labels = fleet.containers.find(({ name }) => name === container)?.labels ?? {};
  const lines = Object.entries(labels).map(([key, value]) => `${key.toLowerCase()}=${value}`);
  const found = by === "service-decision" && CLASSES.find(({ is }) => lines.some((line) => is.test(line)));
  return found || { name: `unexplained: ${by}`, why };
}
