import { checkModel } from "./answers";
import { firstPage } from "./lists";
import { first, goTime, type Lookup, pathOf, pick, select, single } from "./lookup";
import { people } from "./people";

/** The data sources by contract name; queries, picks and error texts as the contract records them. */
export const lookups: Readonly<Record<string, Lookup>> = {
  ...people,

  flow: first("flow", ["slug", "designation"], "No matching flows found", (flow) => ({
    id: flow.pk,
    ...pick(flow, ["name", "title", "slug", "designation", "authentication"]),
  })),

  property_mapping_provider_scope: async (client, args) => {
    const many = args.managedLists;
    const query = { ...select(args, ["name", "scope_name"]), managed: (many ?? args.managed) as string | string[] };
    const results = await firstPage(client, pathOf("property_mapping_provider_scope"), query);
    const [one] = results;
    if (one === undefined) throw new Error("No matching mappings found");
    const found = pick(one, ["name", "expression", "scope_name", "description"]);
    // A name that does not exist only makes this list shorter, as in the real provider.
    if (Array.isArray(many)) return { ...found, id: "-1", ids: results.map((result) => result.pk ?? null) };
    return { ...found, id: one.pk, ids: [] };
  },

  certificate_key_pair: async (client, args) => {
    const path = pathOf("certificate_key_pair");
    const [pair] = await firstPage(client, path, select(args, ["name"]));
    if (pair === undefined) throw new Error("No matching groups found");
    const data = async (view: string) =>
      `${String(checkModel("CertificateData", await client.call("GET", `${path}${String(pair.pk)}/${view}/`)).data)}\n`;
    return {
      id: pair.pk,
      name: pair.name,
      expiry: goTime(pair.cert_expiry),
      subject: pair.cert_subject,
      fingerprint1: pair.fingerprint_sha1,
      fingerprint256: pair.fingerprint_sha256,
      certificateData: args.fetchCertificate === false ? "" : await data("view_certificate"),
      keyData: args.fetchKey === false ? "" : await data("view_private_key"),
    };
  },

  brand: first("brand", ["domain"], "No matching brands found", (brand) => ({
    ...pick(brand, Object.keys(brand)),
    id: brand.brand_uuid,
  })),

  outpost: async (client, args) => {
    const one = await single(client, "outpost", args, { key: "id", query: {} }, { name__iexact: args.name as string });
    return one === undefined ? { id: "" } : { id: one.pk, name: one.name };
  },

  stage: first("stage", ["name"], "No matching stages found", (stage) => ({ id: stage.pk, name: stage.name })),

  source: first("source", ["slug", "managed"], "No matching flows found", (source) => ({
    id: source.pk,
    uuid: source.pk,
    ...pick(source, ["name", "slug", "managed"]),
  })),

  provider_oauth2_config: async (client, args) => {
    const path = pathOf("provider_oauth2_config");
    let id = args.providerId;
    let name = args.name;
    if (id === undefined || id === null) {
      const [one] = await firstPage(client, path, select(args, ["name"]));
      if (one === undefined) throw new Error("no matching providers found");
      id = one.pk ?? null;
      name = one.name ?? null;
    }
    const answer = await client.find("GET", `${path}${String(id)}/setup_urls/`);
    if (answer === undefined) return { id: "" };
    const urls = checkModel("OAuth2ProviderSetupURLs", answer);
    const named = Object.entries(setupUrls).map(([property, field]) => [property, urls[field]]);
    return { id: String(id), name: name ?? undefined, providerId: Number(id), ...Object.fromEntries(named) };
  },
};

const setupUrls = {
  issuerUrl: "issuer",
  authorizeUrl: "authorize",
  tokenUrl: "token",
  userInfoUrl: "user_info",
  providerInfoUrl: "provider_info",
  logoutUrl: "logout",
  jwksUrl: "jwks",
} as const;
