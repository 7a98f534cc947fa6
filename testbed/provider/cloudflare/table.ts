import packageJson from "@pulumi/cloudflare/package.json";
import type { Field } from "../engine/field";
import type { PluginTable } from "../engine/resource";
import { type Refusal, RestClient } from "../engine/restClient";
import { isProps, type Props, type Value } from "../engine/value";
import { dnsRecord } from "./dnsRecord";

const address = "https://api.cloudflare.com/client/v4";

/** The Cloudflare plug-in, version 6: DNS records, and only with an API token. */
export const cloudflare: PluginTable = {
  packageName: "cloudflare",
  packageVersion: packageJson.version,
  pluginVersion: packageJson.version,
  title: "Cloudflare",
  configFields: [configField("apiToken", true), configField("baseUrl", false)],
  schema: () => JSON.stringify({ name: "cloudflare", version: packageJson.version }),

  parameterize() {
    throw new Error("the Cloudflare plug-in takes no parameter");
  },

  resource(token) {
    if (token === dnsRecord.token) return dnsRecord;
    throw new Error(
      `the stand-in for the Cloudflare provider does not serve ${token}; it serves ${dnsRecord.token} only`,
    );
  },

  function(token) {
    throw new Error(`the stand-in for the Cloudflare provider does not serve the function ${token}`);
  },

  async configure(args, environment) {
    const token = text(args.apiToken) ?? environment.CLOUDFLARE_API_TOKEN;
    if (token === undefined) throw new Error("the Cloudflare provider needs `apiToken` or CLOUDFLARE_API_TOKEN");
    const baseUrl = text(args.baseUrl) ?? environment.CLOUDFLARE_BASE_URL ?? address;
    const client = new RestClient({
      title: "Cloudflare",
      baseUrl: baseUrl.replace(/\/+$/, ""),
      headers: { Authorization: `Bearer ${token}` },
      insecure: false,
      explain,
    });
    return { client, secretValues: [token] };
  },
};

/** Cloudflare's refusals: `{ success: false, errors: [{ code, message }] }`. */
function explain(body: Value): Refusal {
  const errors = isProps(body) && Array.isArray(body.errors) ? body.errors : [];
  const general = errors.filter(isProps).map((error) => `${String(error.message)} (${String(error.code)})`);
  return { fields: {}, general };
}

function configField(name: string, secret: boolean): Field {
  return { name, type: "string", send: "never", required: false, computed: "no", secret, forceNew: false };
}

function text(value: Props[string] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
