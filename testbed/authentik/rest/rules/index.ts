import { judgeContent } from "../../blueprints/importer";
import type { KindRules } from "../scope";
import { application } from "./applications";
import { blueprintRules } from "./blueprints";
import { certificateKeyPair } from "./certificates";
import { flowRules } from "./flows";
import { group, role, user } from "./identities";
import { brand, dockerConnection, eventRule, eventTransport, oauthSource, policyBinding, scopeMapping } from "./misc";
import { outpost } from "./outposts";
import { oauth2Provider, proxyProvider } from "./providers";
import { token } from "./tokens";

const rules: { [kind: string]: KindRules } = {
  ...flowRules,
  application,
  blueprint: blueprintRules((content, blueprintContext, scope) => judgeContent(content, blueprintContext, scope)),
  brand,
  certificate_key_pair: certificateKeyPair,
  event_rule: eventRule,
  event_transport: eventTransport,
  group,
  outpost,
  policy_binding: policyBinding,
  property_mapping_provider_scope: scopeMapping,
  provider_oauth2: oauth2Provider,
  provider_proxy: proxyProvider,
  rbac_role: role,
  service_connection_docker: dockerConnection,
  source_oauth: oauthSource,
  token,
  user,
};

/** The rules of a kind; a kind without any is plain CRUD. */
export function rulesOf(kind: string): KindRules {
  return rules[kind] ?? {};
}
