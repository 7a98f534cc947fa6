import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { waitForOutpostHost } from "./authentik/readiness";
import { authentikOptions } from "./authentikObjects";

export interface EmbeddedOutpostArgs {
  /** Public URL of the login; empty, the outpost would send browsers to http://localhost:9000. */
  authUrl: string;
  /** Where the API answers. */
  apiUrl: pulumi.Input<string>;
  /** API token. Secret. */
  apiToken: pulumi.Input<string>;
}

/** Name of the outpost that authentik's server runs inside itself (authentik's `outposts/apps.py`). */
export const EMBEDDED_OUTPOST_NAME = "authentik Embedded Outpost";

/**
 * authentik's embedded outpost with its public host set.
 *
 * The outpost exists before us and is shared, so it is never created or imported: an update of an
 * `authentik.Outpost` replaces its list of providers and silently detaches those of other stacks. A blueprint on
 * its managed name sets the one field that has to be set and leaves the rest alone.
 */
export class EmbeddedOutpost extends pulumi.ComponentResource {
  /** authentik's id of the outpost; known once the blueprint is applied. */
  public readonly id!: pulumi.Output<string>;

  constructor(name: string, args: EmbeddedOutpostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:EmbeddedOutpost", name, { authUrl: args.authUrl }, opts);
    const provider = this.getProvider("authentik:index/blueprint:Blueprint");
    const blueprint = new authentik.Blueprint(
      `${name}-host`,
      { name: `authentik-sso: public host of the embedded outpost`, content: hostBlueprint(args.authUrl) },
      authentikOptions(this, provider),
    );
    const applied = pulumi
      .all([blueprint.id, blueprint.content, args.apiUrl, args.apiToken])
      .apply(async ([id, , url, token]) => {
        // A preview of another host comes before the blueprint that sets it: there is nothing to wait for yet.
        if (!pulumi.runtime.isDryRun()) {
          await waitForOutpostHost({ blueprint: id, host: args.authUrl, url, token, timeoutSeconds: 120 });
        }
        return id;
      });
    const outpost = authentik.getOutpostOutput(
      { name: applied.apply(() => EMBEDDED_OUTPOST_NAME) },
      { parent: this, ...(provider && { provider }) },
    );
    this.id = pulumi.unsecret(
      outpost.apply(({ id }) => {
        if (id) return id;
        throw new pulumi.RunError(
          `authentik has no outpost '${EMBEDDED_OUTPOST_NAME}'. Is AUTHENTIK_OUTPOSTS__DISABLE_EMBEDDED_OUTPOST set on its server?`,
        );
      }),
    );
    this.registerOutputs({ id: this.id });
  }
}

/**
 * The blueprint's text. JSON is YAML, and quoting is then nobody's own work. Fields of `config` that are not named
 * fall back to authentik's defaults; the two kept here are those that its own setup writes. No line break at the end:
 * authentik trims it, and it would be a change on every preview.
 */
export function hostBlueprint(authUrl: string): string {
  return JSON.stringify(
    {
      version: 1,
      metadata: { name: "authentik-sso: public host of the embedded outpost" },
      entries: [
        {
          model: "authentik_outposts.outpost",
          state: "present",
          identifiers: { managed: "goauthentik.io/outposts/embedded" },
          attrs: { config: { authentik_host: authUrl, authentik_host_insecure: false, log_level: "info" } },
        },
      ],
    },
    null,
    2,
  );
}
