import type { Leaf } from "../../components/routing";
import { known, UNKNOWN } from "../../components/routing";
import type { ResourceLike } from "./containers";
import { readText } from "./read";

export const NETWORK = "docker:index/network:Network";

/** Names of the stack's Docker networks, by what containers may refer to them with. */
export interface Networks {
  readonly byUrn: ReadonlyMap<string, Leaf<string>>;
  readonly byId: ReadonlyMap<string, Leaf<string>>;
}

export function networksOf(resources: readonly ResourceLike[]): Networks {
  const found = resources
    .filter(({ type }) => type === NETWORK)
    .map(({ urn, props }) => {
      const name = readText(props, "name");
      const id = readText(props, "id");
      return { urn, id: id.known ? id.value : undefined, name: name.known ? known(name.value ?? "") : UNKNOWN };
    });
  return {
    byUrn: new Map(found.map(({ urn, name }) => [urn, name])),
    byId: new Map(found.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name] as const]))),
  };
}

/**
 * Names of the networks that a container joins.
 *
 * A container may name a network by its id, which is unknown before the network exists. What it was made from is known
 * all the same: where that is networks of this stack and nothing else, it is one of those.
 *
 * @param from resources that the references were made from
 */
export function namesOf(
  given: readonly Leaf<string>[],
  from: readonly ResourceLike[] | undefined,
  networks: Networks | undefined,
): readonly Leaf<string>[] {
  if (!networks) return given;
  const named = given.map((leaf) => {
    if (!leaf.known) return leaf;
    const name = networks.byId.get(leaf.value);
    return name ?? (/^[0-9a-f]{64}$/.test(leaf.value) ? UNKNOWN : leaf);
  });
  if (named.every(({ known: isKnown }) => isKnown) || !from || from.length === 0) return named;
  return [
    ...named.filter(({ known: isKnown }) => isKnown),
    ...from.map(({ urn }) => networks.byUrn.get(urn) ?? UNKNOWN),
  ];
}
