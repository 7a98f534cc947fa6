import { createObject } from "../rest/objects";
import { defaultOutpostConfig, EMBEDDED_OUTPOST_NAME } from "../rest/rules/outposts";
import type { Scope } from "../rest/scope";
import { EMBEDDED_OUTPOST } from "../rows";

/** The outpost that lives in the server. Its public address stays empty until somebody sets it. */
export async function bootstrapOutpost(scope: Scope): Promise<void> {
  const outposts = await scope.context.store.list("outpost");
  if (outposts.some(({ managed }) => managed === EMBEDDED_OUTPOST)) return;
  // It is made without providers, which the API refuses for an outpost of the user's own.
  const row = await createObject(
    "outpost",
    { name: EMBEDDED_OUTPOST_NAME, type: "proxy", providers: [], config: defaultOutpostConfig("") },
    { ...scope, system: true },
  );
  await scope.context.store.put("outpost" as string, String(row.pk), { ...row, managed: EMBEDDED_OUTPOST });
}
