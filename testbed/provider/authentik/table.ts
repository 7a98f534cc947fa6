import type { Field } from "../engine/field";
import type { Configuration, FunctionType, PluginTable, ResourceType } from "../engine/resource";
import { type Refusal, RestClient, RestError } from "../engine/restClient";
import { isProps, type Props, type Value } from "../engine/value";
import { attachment } from "./attachment";
import { contract, schema } from "./contract";
import { extras } from "./extras";
import { lookups } from "./lookups";
import { functionToken, resourceToken } from "./names";
import { permission } from "./permission";
import { plainResource } from "./plainResource";

/** The resource kinds by token, each made when it is first asked for. */
const kinds = new Map(Object.keys(contract.resources).map((kind) => [resourceToken(kind), kind]));
const functionKinds = new Map(Object.keys(lookups).map((kind) => [functionToken(kind), kind]));
const made = new Map<string, ResourceType>();

/** The authentik plug-in: what the official `terraform-provider` serves with goauthentik/authentik as its parameter. */
export const authentik: PluginTable = {
  packageName: "authentik",
  packageVersion: schema.version,
  pluginVersion: schema.parameterization.baseProvider.version,
  title: "authentik",
  configFields: [
    configField("url", "string", true),
    configField("token", "string", true, true),
    configField("insecure", "boolean", false),
    configField("headers", "object", false, true),
  ],
  schema: () => JSON.stringify(schema),
  parameterize: acceptParameter,

  resource(token) {
    const kind = kinds.get(token);
    if (kind === undefined) throw notServed(token, [...kinds.keys()]);
    const resource = made.get(kind) ?? makeResource(kind);
    made.set(kind, resource);
    return resource;
  },

  function(token): FunctionType {
    const kind = functionKinds.get(token);
    const lookup = kind === undefined ? undefined : lookups[kind];
    if (lookup === undefined) throw notServed(token, [...functionKinds.keys()]);
    const outputs = schema.functions[token]?.outputs.properties ?? {};
    return {
      token,
      secrets: new Set(Object.keys(outputs).filter((name) => outputs[name]?.secret === true)),
      async invoke(client, args) {
        const result = { ...args, ...(await lookup(client, args).catch(emptyAfter404)) };
        return Object.fromEntries(Object.entries(result).filter(([name]) => name in outputs));
      },
    };
  },

  async configure(args, environment): Promise<Configuration> {
    const url = text(args.url) ?? environment.AUTHENTIK_URL;
    const token = text(args.token) ?? environment.AUTHENTIK_TOKEN;
    if (url === undefined || token === undefined) throw new Error("the authentik provider needs `url` and `token`");
    const headers = isProps(args.headers) ? (args.headers as Readonly<Record<string, string>>) : {};
    const insecure = args.insecure === true || environment.AUTHENTIK_INSECURE === "true";
    const agent = { "User-Agent": `authentik-terraform@${schema.version}`, Authorization: `Bearer ${token}` };
    const client = new RestClient({
      title: "authentik",
      baseUrl: apiUrl(url),
      headers: { ...agent, ...headers },
      insecure,
      explain,
    });
    // The real provider asks once, to learn whether it should report errors, and ignores a failure.
    await client.call("GET", "/root/config/").catch(() => undefined);
    return { client, secretValues: [token, ...Object.values(headers)] };
  },
};

/** The parameter is the registry address and version that the SDK names, as JSON text or as two arguments. */
function acceptParameter(parameter: { readonly value: string } | { readonly args: readonly string[] }): void {
  const wanted = Buffer.from(schema.parameterization.parameter, "base64").toString("utf8");
  const { remote } = JSON.parse(wanted) as { remote: { url: string; version: string } };
  const given = "value" in parameter ? parameter.value : parameter.args.join(" ");
  const [address = "", version = ""] = "args" in parameter ? parameter.args : [];
  const accepted =
    "value" in parameter ? given === wanted : remote.url.endsWith(`/${address}`) && version === remote.version;
  if (!accepted)
    throw new Error(`this stand-in serves only ${remote.url} ${remote.version}, it was asked for ${given}`);
}

function makeResource(kind: string): ResourceType {
  if (kind === "outpost_provider_attachment") return attachment();
  if (kind === "rbac_permission_role") return permission();
  return plainResource(kind, extras[kind]);
}

function notServed(token: string, served: readonly string[]): Error {
  const what = token.includes(":get") ? "functions" : "resources";
  return new Error(
    `the stand-in for the authentik provider does not serve ${token}; use the official plug-in for it. ` +
      `It serves ${served.length} ${what}: ${served.map((one) => one.split(":")[2]).join(", ")}`,
  );
}

/** `/api/v3` is appended to the path of the address unless it ends so already; a sub-path is kept. */
function apiUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, "");
  return `${origin}${path.endsWith("/api/v3") ? path : `${path}/api/v3`}`;
}

/** A 404 behind a data source is no error in the real provider: the id stays empty. */
function emptyAfter404(error: Error): Record<string, Value> {
  if (error instanceof RestError && error.status === 404) return { id: "" };
  throw error;
}

/** authentik's refusals: `{"detail": ...}`, or field name -> list of reasons. */
function explain(body: Value): Refusal {
  if (!isProps(body)) return { fields: {}, general: typeof body === "string" ? [body] : [] };
  const fields: Record<string, readonly string[]> = {};
  const general: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (name === "code") continue;
    const reasons = (Array.isArray(value) ? value : [value]).map((one) =>
      typeof one === "string" ? one : JSON.stringify(one),
    );
    if (name === "detail" || name === "non_field_errors") general.push(...reasons);
    else fields[name] = reasons;
  }
  return { fields, general };
}

function configField(name: string, type: Field["type"], required: boolean, secret = false): Field {
  return { name, type, send: "never", required, computed: "no", secret, forceNew: false };
}

function text(value: Props[string] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
