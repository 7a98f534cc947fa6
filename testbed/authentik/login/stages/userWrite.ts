import { hashPassword } from "../../passwords";
import type { Document, UserRow } from "../../rows";
import { audit } from "../audit";
import { pendingUser, type StageHandler } from "./stage";

/** Fields of a user that a prompt may write. `groups` is none of them, and unknown fields are left out silently. */
const WRITABLE = ["username", "name", "email", "path", "is_active"];
const CLEANED = "********************";

/** Writes what the prompts were answered with to the user that the flow is about. */
export const userWrite: StageHandler = {
  async enter(run) {
    const { plan, context, http, stage } = run;
    const { prompt } = plan;
    if (!prompt) return { deny: "No Pending data." };
    const user = await pendingUser(run);
    if (!user || stage.row.user_creation_mode === "always_create") {
      return stage.row.user_creation_mode === "never_create"
        ? { deny: "No user found and can't create new user." }
        : { deny: "authentik double: a flow that creates users is not stood in for." };
    }
    const changed = await written(user, prompt, context.clock().toISOString());
    if (changed.username === "") return { deny: "Failed to update user. Please try again later." };
    await context.store.put("user", String(user.pk), changed);
    delete plan.prompt;
    if (changed.password !== user.password) await audit(context, http.request, "password_set", changed);
    await audit(context, http.request, "user_write", changed, { ...cleaned(prompt), created: false });
    return "done";
  },
};

async function written(user: UserRow, prompt: Document, now: string): Promise<UserRow> {
  const changed: UserRow = { ...user, attributes: { ...user.attributes }, last_updated: now };
  for (const [key, value] of Object.entries(prompt)) {
    if (key === "password") {
      changed.password = await hashPassword(String(value));
      changed.password_change_date = now;
    } else if (WRITABLE.includes(key)) {
      Object.assign(changed, { [key]: value });
    } else if (/^attributes[._]/.test(key)) {
      setAttribute(changed.attributes, key.split(/[._]/).slice(1), value);
    }
  }
  return changed;
}

/** `attributes.settings.locale` writes into the object `settings`. */
function setAttribute(attributes: Document, path: readonly string[], value: unknown): void {
  const [first = "", ...rest] = path;
  if (rest.length === 0) {
    attributes[first] = value;
    return;
  }
  const inner = attributes[first];
  const copy = typeof inner === "object" && inner !== null ? { ...(inner as Document) } : {};
  attributes[first] = copy;
  setAttribute(copy, rest, value);
}

function cleaned(prompt: Document): Document {
  const secret = /password|secret|token|key/i;
  return Object.fromEntries(Object.entries(prompt).map(([key, value]) => [key, secret.test(key) ? CLEANED : value]));
}
