import { admits } from "./constraints";
import type { ReadContainer } from "./container";
import { labelOf, readContainer } from "./container";
import { perView } from "./perView";
import type { StaticConfiguration } from "./staticConfiguration";

/** Whether Traefik takes the container's configuration; what is unknown counts as yes. */
export function isPublished(container: ReadContainer, configuration: StaticConfiguration | undefined): boolean {
  const { labels, repeated, view } = container;
  // Of a key given twice either value may count, so nothing that the labels say is sure.
  if (repeated.length > 0) return true;
  if (labels.dropped !== undefined) return false;
  const provider = configuration?.providers[view.provider];
  if (!(labels.enable ?? provider?.exposedByDefault ?? true)) return false;
  return provider === undefined || admits(provider.constraints, (key) => labelOf(view, key)) !== false;
}

/** Containers that Traefik may read. Those with unknown labels are missing: of them nothing can be said. */
export const readable = perView((view): readonly ReadContainer[] => {
  const configuration = view.static.known ? view.static.value : undefined;
  return view.containers
    .flatMap((container) => readContainer(container) ?? [])
    .filter((container) => isPublished(container, configuration));
});
