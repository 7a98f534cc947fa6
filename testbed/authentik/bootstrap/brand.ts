import type { Scope } from "../rest/scope";
import { ensureCreated } from "./ensure";

/** Domain of the brand that is used where no other one fits. */
const DEFAULT_BRAND = "authentik-default";

/** The shipped brand, made only where there is no default one. */
export async function bootstrapBrand(scope: Scope): Promise<void> {
  const brands = await scope.context.store.list("brand");
  if (brands.some((brand) => brand.default)) return;
  const flows = await scope.context.store.list("flow");
  const pkOf = (slug: string): string | null => flows.find((flow) => flow.slug === slug)?.pk ?? null;
  await ensureCreated(
    scope,
    "brand",
    { domain: DEFAULT_BRAND },
    {
      default: true,
      flow_authentication: pkOf("default-authentication-flow"),
      flow_invalidation: pkOf("default-invalidation-flow"),
      flow_user_settings: pkOf("default-user-settings-flow"),
    },
  );
}
