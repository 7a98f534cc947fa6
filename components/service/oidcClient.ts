import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { recordAccess } from "../accessRecord";
import { authentikOptions, SIGNING_KEY } from "../authentikObjects";
import type { SsoContract } from "../contract";
import { oidcPreset } from "../presets/oidc";
import type { OidcPreset } from "../presets/oidc/preset";
import { oidcUrls, type RedirectUri, redirectUris } from "../presets/oidc/render";
import { clientSlug } from "./oidcNames";
import { groupId } from "./serviceApplication";

export interface OidcClientArgs {
  /** Name of the service. */
  service: string;
  /** Name of the app, see `OIDC_PRESETS`. */
  preset: string;
  /** Public URL of the service; plain where the gate is, since the policy pack must read the redirect URIs. */
  publicUrl: pulumi.Input<string>;
  /** Names of the groups that may log in. @default the gate's group */
  groups?: string[];
  /** Whether the app does not use it at present: it stays for the way back, out of authentik's library. @default false */
  kept?: boolean;
  /** The gate's contract. */
  contract: pulumi.Input<SsoContract>;
}

/** Managed names of the scope mappings that authentik ships (its blueprint `system/providers-oauth2.yaml`). */
const MANAGED = "goauthentik.io/providers/oauth2/scope-";

/** The shipped mapping says "not verified" since 2025.10 (release notes 2025.10, default OAuth scope mappings). */
const VERIFIED_EMAIL = 'return {"email": request.user.email, "email_verified": True}';

/**
 * The client of one app in authentik: OAuth2 provider, application, and a binding for each group.
 *
 * Id and secret are made once and stay in the stack's state as long as this component is declared, whatever happens to
 * the objects in authentik; the secret is a Pulumi secret. Neither changes with the decision of the service.
 */
export class OidcClient extends pulumi.ComponentResource {
  /** Client id. No secret: it stands in the address bar of every login. */
  public readonly clientId!: pulumi.Output<string>;
  /** Client secret. Secret. */
  public readonly clientSecret!: pulumi.Output<string>;

  constructor(name: string, args: OidcClientArgs, opts?: pulumi.ComponentResourceOptions) {
    const { service, groups, kept = false } = args;
    super("authentik-sso:index:OidcClient", name, { service, preset: args.preset, groups, kept }, opts);
    const preset = knownPreset(args);
    const contract = pulumi.output(args.contract) as pulumi.Output<SsoContract>;
    const options = authentikOptions(this, this.getProvider("authentik:index/application:Application"));
    const id = new random.RandomString(`${name}-id`, { length: 40, special: false }, { parent: this });
    const secret = new random.RandomPassword(`${name}-secret`, { length: 64, special: false }, { parent: this });
    const provider = new authentik.ProviderOauth2(
      `${name}-provider`,
      {
        name: `${service} (OIDC)`,
        clientId: id.result,
        clientSecret: secret.result,
        clientType: "confidential",
        grantTypes: preset.scopes.includes("offline_access")
          ? ["authorization_code", "refresh_token"]
          : ["authorization_code"],
        allowedRedirectUris: this.redirects(preset, args),
        authorizationFlow: contract.apply((c) => c.flows.authorization),
        invalidationFlow: contract.apply((c) => c.flows.invalidation),
        propertyMappings: this.scopeMappings(name, preset, service, contract, options),
        signingKey: contract.apply((c) => pulumi.output(c.signingKeyId ?? this.signingKey())),
        subMode: preset.subject ?? "hashed_user_id",
        issuerMode: "per_provider",
        accessCodeValidity: "minutes=1",
        accessTokenValidity: "minutes=10",
        refreshTokenValidity: "days=30",
      },
      options,
    );
    const application = new authentik.Application(
      name,
      {
        name: preset.title,
        slug: clientSlug(service),
        protocolProvider: provider.id.apply(Number),
        // A client that waits for its app leads nowhere, so the library must not show it.
        metaLaunchUrl: kept ? "blank://blank" : args.publicUrl,
      },
      options,
    );
    this.bind(name, application, args, contract, options);
    this.clientId = id.result;
    this.clientSecret = secret.result;
    this.registerOutputs({ clientId: this.clientId, clientSecret: this.clientSecret });
  }

  /** Plain URLs where the public URL is plain: what decides where a login goes must be readable at a preview. */
  private redirects(
    preset: OidcPreset,
    { service, publicUrl }: OidcClientArgs,
  ): pulumi.Input<{ [key: string]: string }[]> {
    // Only the public URL goes into redirect URIs; the login's own URLs do not.
    const of = (url: string) =>
      redirectUris(preset, oidcUrls("https://login.invalid", clientSlug(service), url)).map(asMap);
    return typeof publicUrl === "string" ? of(publicUrl) : pulumi.output(publicUrl).apply(of);
  }

  private scopeMappings(
    name: string,
    preset: OidcPreset,
    service: string,
    contract: pulumi.Output<SsoContract>,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Output<string[]> {
    const scopes = preset.verifiedEmail ? preset.scopes.filter((scope) => scope !== "email") : preset.scopes;
    const managed = scopes.map((scope) => `${MANAGED}${scope}`).sort();
    const shipped = authentik
      .getPropertyMappingProviderScopeOutput({ managedLists: contract.apply(() => managed) }, { parent: this })
      .apply(({ ids }) => allFound(ids ?? [], managed));
    if (!preset.verifiedEmail) return shipped;
    const email = new authentik.PropertyMappingProviderScope(
      `${name}-verified-email`,
      { name: `authentik-sso: verified address for ${service}`, scopeName: "email", expression: VERIFIED_EMAIL },
      options,
    );
    return pulumi.all([shipped, email.id]).apply(([ids, own]) => [...ids, own]);
  }

  /** Of a gate whose contract does not name its key yet: then authentik is asked. */
  private signingKey(): pulumi.Output<string> {
    const found = authentik.getCertificateKeyPairOutput(
      { name: SIGNING_KEY, fetchCertificate: false, fetchKey: false },
      { parent: this },
    );
    // Its id is no secret, though the answer it stands in is one.
    return pulumi.unsecret(
      found.apply(({ id }) => {
        if (id) return id;
        throw new pulumi.RunError(
          `authentik has no key pair '${SIGNING_KEY}' to sign tokens with. Look in System > Certificates: authentik makes it at its first start; restart its worker if it is gone.`,
        );
      }),
    );
  }

  private bind(
    name: string,
    application: authentik.Application,
    { groups }: OidcClientArgs,
    contract: pulumi.Output<SsoContract>,
    options: pulumi.CustomResourceOptions,
  ): void {
    const target = application.uuid;
    const record = (named: pulumi.Input<string[]>, order: number) =>
      recordAccess(name, { title: name, application: target, groups: named, order }, options);
    if (groups === undefined) {
      const group = contract.apply((c) => groupId(c.defaultGroup, contract, this));
      new authentik.PolicyBinding(`${name}-default`, { target, group, order: 0 }, options);
      record(
        contract.apply((c) => [c.defaultGroup]),
        1,
      );
      return;
    }
    for (const [order, group] of [...groups].sort().entries()) {
      const own = groupId(group, contract, this);
      new authentik.PolicyBinding(`${name}-${group}`, { target, group: own, order }, options);
    }
    record([...groups], groups.length);
  }
}

function knownPreset({ service, preset }: OidcClientArgs): OidcPreset {
  const found = oidcPreset(preset);
  if (found) return found;
  throw new pulumi.RunError(`service '${service}': no login through authentik is known of '${preset}'.`);
}

function asMap(uri: RedirectUri): { [key: string]: string } {
  return { ...uri };
}

/** A managed name that does not exist only makes authentik's answer shorter. */
function allFound(ids: readonly string[], managed: readonly string[]): string[] {
  if (ids.length === managed.length) return [...ids].sort();
  throw new pulumi.RunError(
    `authentik has ${ids.length} of the scope mappings ${managed.join(", ")}. Wait until its default blueprints are applied (System > Blueprints), then run 'pulumi up' again.`,
  );
}
