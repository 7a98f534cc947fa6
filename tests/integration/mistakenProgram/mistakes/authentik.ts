/** Mistakes in what is declared in authentik. */
import * as authentik from "@pulumi/authentik";
import * as random from "@pulumi/random";
import type { Mistake } from "../mistake";
import { change } from "../mistake";

const FLOWS = {
  authorizationFlow: "00000000-0000-4000-8000-000000000001",
  invalidationFlow: "00000000-0000-4000-8000-000000000002",
};

/** authentik under a token that does not exist yet, so that a preview asks no server. */
function provider(): { provider: authentik.Provider } {
  const { result: token } = new random.RandomPassword("other-token", { length: 32 });
  return { provider: new authentik.Provider("other", { url: token.apply(() => "http://127.0.0.1:1"), token }) };
}

export const AUTHENTIK_MISTAKES: Readonly<Record<string, Mistake>> = {
  "wide-cookie": {
    what: "a cookie domain without its leading dot",
    invariant: "provider-settings",
    says: /has the cookie domain 'sso\.localhost'\..*Write cookieDomain/,
    make: change("authentik:index/providerProxy:ProviderProxy", "sso-forward-auth-domain", () => ({
      cookieDomain: "sso.localhost",
    })),
  },
  "binding-off": {
    what: "the bindings of the domain's application switched off",
    invariant: "application-binding",
    says: /application 'sso-forward-auth-application' has no binding that is switched on.*Add a PolicyBinding/,
    make: () => {
      for (const name of ["sso-forward-auth-binding", "sso-forward-auth-access"])
        change("authentik:index/policyBinding:PolicyBinding", name, () => ({ enabled: false }))();
    },
  },
  "loose-redirect": {
    what: "an OIDC client with an expression as its redirect URI",
    invariant: "redirect-uri",
    says: /with matching mode 'regex'.*Write it in full: matching_mode 'strict', https/,
    make: () => {
      const allowedRedirectUris = [{ matching_mode: "regex", url: "https://wiki.sso.localhost/.*" }];
      new authentik.ProviderOauth2("wiki", { clientId: "wiki", allowedRedirectUris, ...FLOWS }, provider());
    },
  },
  "no-outpost": {
    what: "a service's own provider on no outpost",
    invariant: "outpost-provider",
    says: /provider 'wiki' is attached to no outpost.*Add an OutpostProviderAttachment/,
    make: () => {
      const settings = { mode: "forward_single", externalHost: "https://wiki.sso.localhost" };
      new authentik.ProviderProxy("wiki", { ...settings, ...FLOWS }, provider());
    },
  },
};
