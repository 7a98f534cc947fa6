import type { GroupRow } from "../../rows";
import { findPolicy, groupObject, partialGroup, partialUser, typeFields } from "../embedded";
import { invalid } from "../errors";
import type { KindRules } from "../scope";

/** A binding binds exactly one thing, and the message names the three. */
export const policyBinding: KindRules = {
  validate(input, current) {
    const targets = ["policy", "user", "group"];
    const sent = targets.filter((field) => (input[field] ?? null) !== null);
    // A partial update from a blueprint may leave the bound object out; it then keeps the old one.
    const kept = targets.some((field) => input[field] === undefined && (current?.[field] ?? null) !== null);
    const names = "'policy', 'user', 'group'";
    if (sent.length > 1) throw invalid({ non_field_errors: `Only one of ${names} can be set.` });
    if (sent.length === 0 && !kept) throw invalid({ non_field_errors: `One of ${names} must be set.` });
  },
  async present(row, { context }) {
    const group = await context.store.get("group", String(row.group));
    const user = await context.store.get("user", String(row.user));
    return {
      policy_obj: await findPolicy(context, row.policy),
      group_obj: group ? partialGroup(group) : null,
      user_obj: user ? partialUser(user) : null,
    };
  },
};

export const scopeMapping: KindRules = { present: () => typeFields("property_mapping_provider_scope") };

export const dockerConnection: KindRules = { present: () => typeFields("service_connection_docker") };

/** Only one brand can be the default one. */
export const brand: KindRules = {
  async validate(input, current, { context }) {
    if (input.default !== true) return;
    const others = (await context.store.list("brand")).filter((other) => other.default && other.pk !== current?.pk);
    if (others.length > 0) throw invalid({ default: "Only a single brand can be set as default." });
  },
  complete(row) {
    row.brand_uuid = row.pk;
  },
};

export const eventRule: KindRules = {
  async present(row, { context }) {
    const group = (await context.store.get("group", String(row.destination_group))) as GroupRow | undefined;
    return { destination_group_obj: group ? await groupObject(context, group) : null };
  },
};

const MODE_NAMES: { [mode: string]: string } = {
  local: "authentik inbuilt notifications",
  webhook: "Generic Webhook",
  webhook_slack: "Slack Webhook (Slack/Discord)",
  email: "Email",
};

export const eventTransport: KindRules = {
  present: (row) => ({ mode_verbose: MODE_NAMES[String(row.mode)] ?? "" }),
};

/** Source types whose addresses the user has to give; all others know their own. */
const CUSTOM_TYPES = ["openidconnect", "entraid", "azuread", "github", "gitlab", "mailcow", "okta"];

export const oauthSource: KindRules = {
  complete(row) {
    row.managed ??= null;
  },
  present(row) {
    const type = String(row.provider_type);
    const custom = CUSTOM_TYPES.includes(type);
    return {
      ...typeFields("source_oauth"),
      icon_url: row.icon === "" ? null : row.icon,
      icon_themed_urls: null,
      callback_url: `/source/oauth/callback/${String(row.slug)}/`,
      type: {
        name: type,
        verbose_name: type,
        urls_customizable: custom,
        request_token_url: null,
        authorization_url: custom ? null : row.authorization_url,
        access_token_url: custom ? null : row.access_token_url,
        profile_url: custom ? null : row.profile_url,
        oidc_well_known_url: null,
        oidc_jwks_url: null,
      },
    };
  },
};
