/**
 * Objects that an interrupted update made in authentik and did not record.
 *
 * authentik keeps their names unique, so making them again would fail for ever. An object counts as ours only if a
 * creation of its kind and name is on record, the state does not know its id, and it says what we wanted to write.
 */
import { fetch } from "undici";
import { type Deployment, type PendingOperation, resourcesOf } from "../stack/deployment";

/** How authentik's API finds and names one kind of object. */
interface Kind {
  /** Collection below `/api/v3`. */
  readonly path: string;
  /** Field that is unique and that the collection is asked for. */
  readonly unique: "name" | "slug" | "username" | "domain" | "target";
  /** Further fields that only together with it are unique. */
  readonly with?: readonly string[];
  /** Field that the item's path takes. */
  readonly id: "pk" | "slug" | "brand_uuid";
}

/** Stages and policies by the end of their path, each with a token of its own. */
const NAMED: Readonly<Record<string, string>> = {
  stageIdentification: "/stages/identification/",
  stagePassword: "/stages/password/",
  stageEmail: "/stages/email/",
  stagePrompt: "/stages/prompt/stages/",
  stagePromptField: "/stages/prompt/prompts/",
  stageUserWrite: "/stages/user_write/",
  stageUserLogin: "/stages/user_login/",
  stageUserLogout: "/stages/user_logout/",
  stageAuthenticatorValidate: "/stages/authenticator/validate/",
  stageAuthenticatorTotp: "/stages/authenticator/totp/",
  stageAuthenticatorWebauthn: "/stages/authenticator/webauthn/",
  policyEventMatcher: "/policies/event_matcher/",
  policyPassword: "/policies/password/",
  policyReputation: "/policies/reputation/",
  eventRule: "/events/rules/",
  eventTransport: "/events/transports/",
};

/**
 * Kinds that have a unique name (authentik 2026.5, `/api/v3/schema/`), and bindings, of which one with the same target,
 * stage or policy, and order is refused. Attachments have none: making them twice is harmless.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  "authentik:index/group:Group": { path: "/core/groups/", unique: "name", id: "pk" },
  "authentik:index/application:Application": { path: "/core/applications/", unique: "slug", id: "slug" },
  "authentik:index/providerProxy:ProviderProxy": { path: "/providers/proxy/", unique: "name", id: "pk" },
  "authentik:index/providerOauth2:ProviderOauth2": { path: "/providers/oauth2/", unique: "name", id: "pk" },
  "authentik:index/blueprint:Blueprint": { path: "/managed/blueprints/", unique: "name", id: "pk" },
  "authentik:index/user:User": { path: "/core/users/", unique: "username", id: "pk" },
  "authentik:index/flow:Flow": { path: "/flows/instances/", unique: "slug", id: "slug" },
  "authentik:index/brand:Brand": { path: "/core/brands/", unique: "domain", id: "brand_uuid" },
  "authentik:index/flowStageBinding:FlowStageBinding": {
    path: "/flows/bindings/",
    unique: "target",
    with: ["stage", "order"],
    id: "pk",
  },
  "authentik:index/policyBinding:PolicyBinding": {
    path: "/policies/bindings/",
    unique: "target",
    with: ["policy", "group", "order"],
    id: "pk",
  },
  ...Object.fromEntries(
    Object.entries(NAMED).map(([name, path]): [string, Kind] => {
      const type = `authentik:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [type, { path, unique: "name", id: "pk" }];
    }),
  ),
};

/** Where authentik's API answers, and a token for it. */
export interface AuthentikAccess {
  readonly url: string;
  readonly token: string;
}

/** Type of the explicit provider in the state. */
const PROVIDER = "pulumi:providers:authentik";

/** Key under which Pulumi marks a secret in a state (sdk/go/common/resource, `sig.Secret`). */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";

/** The access of the provider in a state that was exported with its secrets; nothing where there is none yet. */
export function authentikAccess(state: Deployment): AuthentikAccess | undefined {
  for (const provider of resourcesOf(state, PROVIDER)) {
    const url = plain(provider.inputs?.url);
    const token = plain(provider.inputs?.token);
    if (url !== undefined && token !== undefined) return { url, token };
  }
  return undefined;
}

function plain(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || !(SECRET_MARK in value)) return undefined;
  const text = (value as { plaintext?: unknown }).plaintext;
  return typeof text === "string" ? plain(JSON.parse(text)) : undefined;
}

/** What came of it. */
export interface OrphanOutcome {
  /** Names of the objects that were removed. */
  readonly removed: readonly string[];
  /** Operations that could not be looked into, because authentik did not answer: they stay on record. */
  readonly unanswered: readonly PendingOperation[];
}

/**
 * Asks authentik what came of the creations and removes what is there.
 *
 * @param access nothing when the state has no provider yet: then nothing can have been made
 */
export async function removeAuthentikOrphans(
  operations: readonly PendingOperation[],
  state: Deployment,
  access: AuthentikAccess | undefined,
): Promise<OrphanOutcome> {
  const removed: string[] = [];
  const unanswered: PendingOperation[] = [];
  for (const operation of operations) {
    const kind = KINDS[operation.resource.type];
    const inputs = operation.resource.inputs ?? {};
    const wanted = kind ? inputs[kind.unique] : undefined;
    if (!kind || !access || typeof wanted !== "string") continue;
    const known = new Set(resourcesOf(state, operation.resource.type).map((resource) => resource.id));
    try {
      for (const found of await list(access, kind, wanted)) {
        const id = String(found[kind.id]);
        if (found[kind.unique] !== wanted || known.has(id) || !saysTheSame(found, inputs)) continue;
        if (kind.with?.some((field) => String(found[field] ?? "") !== String(inputs[field] ?? ""))) continue;
        await call(access, "DELETE", `${kind.path}${encodeURIComponent(id)}/`);
        removed.push(wanted);
      }
    } catch {
      unanswered.push(operation);
    }
  }
  return { removed, unanswered };
}

/** Compares what both sides have under the same name in plain text, numbers and truth values. */
function saysTheSame(found: Readonly<Record<string, unknown>>, inputs: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(inputs).every(([name, value]) => {
    const there = found[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
    const plain = ["string", "number", "boolean"];
    if (!plain.includes(typeof value) || !plain.includes(typeof there)) return true;
    return String(there) === String(value);
  });
}

async function list(access: AuthentikAccess, kind: Kind, value: string): Promise<Record<string, unknown>[]> {
  const filter = kind.unique === "target" ? "target" : "search";
  const answer = await call(access, "GET", `${kind.path}?${filter}=${encodeURIComponent(value)}&page_size=100`);
  const { results } = answer as { results?: unknown };
  if (!Array.isArray(results)) throw new Error("authentik's list holds no results");
  return results as Record<string, unknown>[];
}

async function call(access: AuthentikAccess, method: "GET" | "DELETE", path: string): Promise<unknown> {
  const response = await fetch(`${access.url.replace(/\/+$/, "").replace(/\/api\/v3$/, "")}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${access.token}`, accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok && !(method === "DELETE" && response.status === 404)) {
    await response.body?.cancel();
    throw new Error(`authentik answers ${response.status} to ${method} ${path}`);
  }
  return method === "GET" ? response.json() : response.body?.cancel();
}
