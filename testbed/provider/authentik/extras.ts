import type { RestClient } from "../engine/restClient";
import { canonicalJson, hasUnknown, type Props, type Value } from "../engine/value";
import { checkModel } from "./answers";
import type { Extras } from "./plainResource";

const groupQuery = {
  include_children: "false",
  include_inherited_roles: "false",
  include_parents: "false",
  include_users: "false",
};

/** What single kinds do besides their four plain calls; all of it as the contract's notes record the real provider. */
export const extras: Readonly<Record<string, Extras>> = {
  group: { query: groupQuery },

  /** Without a configuration the server's default settings are read and sent. */
  outpost: {
    async beforeCreate(client, planned) {
      if (planned.config !== undefined && !hasUnknown(planned.config)) return planned;
      const settings = await client.call("GET", "/outposts/instances/default_settings/");
      return { ...planned, config: canonicalJson(checkModel("OutpostDefaultConfig", settings).config ?? {}) };
    },
  },

  /** The password has its own call, once. Later changes of it are not sent, as in the real provider. */
  user: {
    async afterCreate(client, answer, planned) {
      const password = planned.password;
      if (typeof password !== "string" || password === "") return;
      await client.call("POST", `/core/users/${String(answer.pk)}/set_password/`, { password });
    },
  },

  token: {
    async afterRead(client, answer, state, planned) {
      const key = planned.retrieveKey === true ? await tokenKey(client, String(answer.identifier)) : state.key;
      return { ...state, key, expiresIn: secondsUntil(answer.expires) };
    },
  },

  /** The item does not hold the data; two more calls do. The provider adds a newline to each text. */
  certificate_key_pair: {
    async afterRead(client, answer, state) {
      const path = `/crypto/certificatekeypairs/${String(answer.pk)}`;
      const certificate = checkModel("CertificateData", await client.call("GET", `${path}/view_certificate/`));
      const key = await client.call("GET", `${path}/view_private_key/`).catch(() => undefined);
      return {
        ...state,
        certificateData: `${String(certificate.data)}\n`,
        keyData: keyText(key) ?? state.keyData,
      };
    },
  },

  /** The type of a redirect is read back only where the program names one. */
  provider_oauth2: {
    async afterRead(_client, _answer, state, planned) {
      const wanted = planned.allowedRedirectUris;
      const named = Array.isArray(wanted) && wanted.some((uri) => "redirect_uri_type" in (uri as Props));
      const found = state.allowedRedirectUris;
      if (named || !Array.isArray(found)) return state;
      return { ...state, allowedRedirectUris: found.map(withoutDefaultType) };
    },
  },
};

async function tokenKey(client: RestClient, identifier: string): Promise<Value> {
  const view = await client.call("GET", `/core/tokens/${encodeURIComponent(identifier)}/view_key/`);
  return checkModel("TokenView", view).key ?? null;
}

function secondsUntil(expires: Value | undefined): number | undefined {
  if (typeof expires !== "string") return undefined;
  return Math.round((Date.parse(expires) - Date.now()) / 1000);
}

function keyText(view: Value | undefined): string | undefined {
  const data = view === undefined ? undefined : (view as Props).data;
  return typeof data === "string" && data !== "" ? `${data}\n` : undefined;
}

function withoutDefaultType(uri: Value): Value {
  const { redirect_uri_type: type, ...rest } = uri as Props;
  return type === undefined || type === "authorization" ? rest : { ...rest, redirect_uri_type: type };
}
