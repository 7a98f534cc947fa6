import { type OutpostApp, type OutpostSettings, outpostApp } from "../../testbed/authentik/outpost/app";
import type { ProxyProviderRow } from "../../testbed/authentik/rows";
import { proxyProvider } from "./outpostRows";

/** A provider of a recorded setup: what differs from a plain single-application one. */
export interface SetupProvider extends Partial<ProxyProviderRow> {
  name: string;
  slug: string;
}

/** A recorded setup, rebuilt from the `setups` of the exchanges and from the ids that show in them. */
export interface Setup {
  kind: OutpostSettings["kind"];
  authentikHost: string;
  hostBrowser: string;
  /** Ordered by name, as the core hands them out. */
  providers: SetupProvider[];
}

const SINGLE: SetupProvider = {
  name: "Single",
  slug: "single",
  client_id: "client-id-single-0000000000000000000",
  mode: "forward_single",
  external_host: "https://app.example.com",
};

const DOMAIN: SetupProvider = {
  name: "Domain",
  slug: "domain",
  client_id: "client-id-domain-0000000000000000000",
  mode: "forward_domain",
  external_host: "https://auth.example.com",
  cookie_domain: "example.com",
};

const PUBLIC_HOST = "https://auth.example.com";

function standalone(...providers: SetupProvider[]): Setup {
  return { kind: "standalone", authentikHost: PUBLIC_HOST, hostBrowser: "", providers };
}

function embedded(authentikHost: string, ...providers: SetupProvider[]): Setup {
  return { kind: "embedded", authentikHost, hostBrowser: "", providers };
}

/** Another single provider; its client id follows the recording's pattern. */
function other(name: string, external_host: string): SetupProvider {
  return { ...SINGLE, name, slug: name, client_id: `client-id-${name}-0000000000000000000`, external_host };
}

/** Every recorded setup of variant A. */
export const SETUPS: { [setup: string]: Setup } = {
  "single-A": standalone(SINGLE),
  "domain-A": standalone({ ...DOMAIN, skip_path_regex: "^https://pub\\.example\\.com/\n/api" }),
  "domain-dot": standalone({ ...DOMAIN, cookie_domain: ".example.com" }),
  "both-domain-last": standalone(
    { ...SINGLE, name: "A-Single", access_token_validity: "seconds=3600" },
    { ...DOMAIN, name: "Z-Domain" },
  ),
  "both-single-last": standalone(
    { ...DOMAIN, name: "A-Domain" },
    { ...SINGLE, name: "Z-Single", access_token_validity: "seconds=3600" },
  ),
  "both-embedded": embedded(
    PUBLIC_HOST,
    { ...DOMAIN, name: "A-Domain" },
    { ...SINGLE, name: "Z-Single", access_token_validity: "seconds=3600" },
  ),
  "single-intercept-false": standalone({
    ...SINGLE,
    intercept_header_auth: false,
    skip_path_regex: "^/api/\n/health$\n[bad\n",
  }),
  "single-skip": standalone({
    ...SINGLE,
    skip_path_regex: "^/api/\n/health$\n[bad",
    basic_auth_enabled: true,
    basic_auth_user_attribute: "username",
    basic_auth_password_attribute: "password",
  }),
  "single-http": standalone(other("plain", "http://plain.example.com")),
  "single-port": standalone(other("port", "https://app.example.com:8443")),
  "single-slash": standalone(other("slash", "https://app.example.com/")),
  "single-path": standalone(other("path", "https://app.example.com/sub")),
  "single-intercept-off": standalone({ ...SINGLE, intercept_header_auth: false }),
  "single-skip-crlf": standalone({ ...SINGLE, skip_path_regex: "^/api/\r\n^/x/" }),
  "single-skip-blank": standalone({ ...SINGLE, skip_path_regex: "^/api/\n\n^/x/" }),
  "two-domains": standalone(
    { ...DOMAIN, name: "A-Wide", slug: "wide", client_id: "client-id-wide-0000000000000000000" },
    {
      ...DOMAIN,
      name: "Z-Narrow",
      slug: "narrow",
      client_id: "client-id-narrow-0000000000000000000",
      external_host: "https://login.sub.example.com",
      cookie_domain: "sub.example.com",
    },
  ),
  "dup-host": standalone(
    other("first", "https://app.example.com"),
    other("mixed", "https://Mixed.Example.com"),
    other("second", "https://app.example.com"),
  ),
  none: standalone(),
  "embedded-host-set": embedded(PUBLIC_HOST, SINGLE),
  "embedded-host-blank": embedded("", SINGLE),
  "embedded-host-http": { ...embedded("http://authentik.internal:9000", SINGLE), hostBrowser: PUBLIC_HOST },
  "standalone-internal": { ...standalone(SINGLE), authentikHost: "http://server:9000" },
  "standalone-host-browser": { ...standalone(SINGLE), authentikHost: "http://server:9000", hostBrowser: PUBLIC_HOST },
};

const SCOPES = ["openid", "profile", "email", "entitlements", "ak_proxy"];

/** A provider of a setup as the outpost runs it. */
export function runningApp({ slug, ...provider }: SetupProvider): OutpostApp {
  const app = outpostApp(proxyProvider(provider.name.length, provider), slug, SCOPES);
  if (!app) throw new Error(`external_host of ${provider.name} is no URL`);
  return app;
}
