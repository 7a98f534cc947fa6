import type { DoubleContext } from "../context";
import type { BrandRow, FlowRow } from "../rows";

/** What a default flow is for. */
export type Designation = "authentication" | "invalidation";

/** The brand of a host: the longest domain that the host ends with, else the default one. */
export function brandOf(brands: BrandRow[], host: string): BrandRow | undefined {
  const matching = brands.filter(({ domain }) => host.toLowerCase().endsWith(domain.toLowerCase()));
  matching.sort((a, b) => b.domain.length - a.domain.length);
  return matching[0] ?? brands.find((brand) => brand.default);
}

/** The flow that a host uses: its brand's, else the first of that designation by slug. */
export async function defaultFlow(
  { store }: DoubleContext,
  host: string,
  designation: Designation,
): Promise<FlowRow | undefined> {
  const [brands, flows] = await Promise.all([store.list("brand"), store.list("flow")]);
  const wanted = brandOf(brands, host)?.[`flow_${designation}`];
  const byBrand = wanted ? flows.find((flow) => flow.pk === wanted) : undefined;
  if (byBrand) return byBrand;
  const matching = flows.filter((flow) => flow.designation === designation);
  return matching.sort((a, b) => (a.slug < b.slug ? -1 : 1))[0];
}

export async function flowBySlug({ store }: DoubleContext, slug: string): Promise<FlowRow | undefined> {
  return (await store.list("flow")).find((flow) => flow.slug === slug);
}
