import { findAmong, providerObjects } from "../embedded";
import { invalid } from "../errors";
import { PROVIDER_KINDS } from "../kinds";
import type { KindRules } from "../scope";

/** Slugs that are paths of the OAuth2 endpoints. */
const RESERVED_SLUGS = ["authorize", "token", "device", "userinfo", "introspect", "revoke"];

export const application: KindRules = {
  validate(input) {
    const slug = input.slug;
    if (typeof slug === "string" && RESERVED_SLUGS.includes(slug)) {
      throw invalid({ slug: `The slug '${slug}' is reserved and cannot be used for applications.` });
    }
  },
  async present(row, { context }) {
    const provider = await findAmong(context, PROVIDER_KINDS, row.provider);
    const [providerObject] = await providerObjects(context, provider ? [provider.row.pk] : []);
    const icon = row.meta_icon === "" ? null : row.meta_icon;
    return {
      provider_obj: providerObject ?? null,
      backchannel_providers_obj: await providerObjects(context, row.backchannel_providers as number[]),
      launch_url: row.meta_launch_url || (provider?.row.external_host ?? null),
      meta_icon_url: icon,
      meta_icon_themed_urls: null,
    };
  },
};
