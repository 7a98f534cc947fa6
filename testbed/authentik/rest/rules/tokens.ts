import { recordEvent } from "../../events";
import type { TokenRow, UserRow } from "../../rows";
import { userObject } from "../embedded";
import { invalid } from "../errors";
import type { KindRules, Scope } from "../scope";
import { generateText } from "./providers";

/** The server's default for the life of an API token (`default_token_duration`). */
const TOKEN_MINUTES = 30;

const DEFAULT_KEY_LENGTH = 60;

export const token: KindRules = {
  validate(input, current) {
    const intent = input.intent ?? current?.intent ?? "api";
    if (intent !== "api" && intent !== "app_password") throw invalid({ intent: `Invalid intent ${String(intent)}` });
  },
  complete(row, current, { actor, context }) {
    if (!current) row.key = (row.key as string | undefined) || generateText(DEFAULT_KEY_LENGTH);
    if (row.user === 0 && actor.user) row.user = actor.user.pk;
    // The expiry of an API token cannot be chosen.
    if (row.intent === "api" || row.expires === null) {
      row.expires = new Date(context.clock().getTime() + TOKEN_MINUTES * 60_000).toISOString();
    }
  },
  async present(row, { context }) {
    const owner = await context.store.get("user", String(row.user));
    return { user_obj: owner ? await userObject(context, owner) : null };
  },
};

/** Shows the key of a token; reading a secret is an event. */
export async function viewKey(row: TokenRow, scope: Scope): Promise<{ key: string }> {
  await recordEvent(scope.context, {
    action: "secret_view",
    app: "authentik.core.api.tokens",
    ...userOf(scope),
    context: {
      secret: { pk: row.pk.replaceAll("-", ""), app: "authentik_core", model_name: "token", name: row.identifier },
    },
  });
  return { key: row.key };
}

function userOf({ actor }: Scope): { user?: UserRow; clientIp?: string } {
  return { ...(actor.user ? { user: actor.user } : {}), ...(actor.clientIp ? { clientIp: actor.clientIp } : {}) };
}
