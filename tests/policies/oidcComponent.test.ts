/** What the component makes of each preset passes the pack, and what it takes care not to make does not. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { OIDC_PRESETS, oidc, ProtectedService } from "authentik-sso";
import { OAUTH_ANSWERS, type RecordedResource, recordResources, settled } from "../components/recordedResources";
import { CONTRACT, GATE_FACTS } from "../support/gateFacts";
import type { Resource } from "./harness";
import { analyze, ids } from "./harness";
import { changed, judged } from "./soundStack";

const recorded = recordResources(OAUTH_ANSWERS);

/** Everything that stops an update: what single resources show, and what the whole stack shows. */
async function refused(resources: readonly Resource[]): Promise<string[]> {
  const single = (await Promise.all(resources.map((resource) => analyze(resource)))).flat();
  return ids([...single, ...(await judged(changed(...resources)))]);
}

/** Recorded resources as the pack is given them, with what each refers to. */
function resourcesOf(name: string, change: (resource: RecordedResource) => RecordedResource | undefined): Resource[] {
  const references: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    "authentik:index/application:Application": { protocolProvider: [`${name}-oidc-provider`] },
    "authentik:index/policyBinding:PolicyBinding": { target: [`${name}-oidc`] },
  };
  const own = recorded.filter((resource) => resource.name === name || resource.name.startsWith(`${name}-oidc`));
  return own.flatMap((resource) => {
    // A component that is named like its application would hide it here.
    if (resource.type.startsWith("authentik-sso:")) return [];
    const kept = change(resource);
    return kept ? [{ ...kept, props: kept.inputs, propertyDependencies: references[kept.type] ?? {} }] : [];
  });
}

const asMade = (resource: RecordedResource) => resource;

describe("a service that logs in through authentik itself", () => {
  before(async () => {
    for (const preset of Object.keys(OIDC_PRESETS)) {
      new ProtectedService(preset, {
        gate: GATE_FACTS,
        contract: CONTRACT,
        port: 8000,
        access: oidc({ preset }),
        container: { image: `registry.example/${preset}:1` },
      });
    }
    await settled();
  });

  for (const preset of Object.keys(OIDC_PRESETS)) {
    it(`passes with the preset ${preset}`, async () => {
      const made = resourcesOf(preset, asMade);
      assert.ok(made.length >= 5, "container, id, secret, provider, application, binding");
      for (const resource of made) assert.deepEqual(await analyze(resource), [], resource.name);
      assert.deepEqual(await judged(changed(...made)), []);
    });
  }

  it("counts as open without a binding", async () => {
    const without = resourcesOf("miniflux", (resource) =>
      resource.type.includes("policyBinding") ? undefined : resource,
    );
    assert.deepEqual(await refused(without), ["application-binding", "oidc-client"]);
  });

  it("is refused with a redirect URI that is an expression, or on another host", async () => {
    const provider = (uri: object) => (resource: RecordedResource) =>
      resource.type.includes("providerOauth2")
        ? { ...resource, inputs: { ...resource.inputs, allowedRedirectUris: [uri] } }
        : resource;
    const loose = { matching_mode: "regex", url: "https://miniflux\\.example\\.com/.*" };
    assert.deepEqual(await refused(resourcesOf("miniflux", provider(loose))), ["oidc-client", "redirect-uri"]);
    const elsewhere = { matching_mode: "strict", url: "https://other.example.com/oauth2/oidc/callback" };
    assert.deepEqual(await refused(resourcesOf("miniflux", provider(elsewhere))), ["oidc-client"]);
  });

  it("is refused without the middleware that strips identity headers", async () => {
    const bare = resourcesOf("miniflux", (resource) => {
      if (!resource.type.includes("container")) return resource;
      const labels = resource.inputs.labels as { label: string; value: string }[];
      return {
        ...resource,
        inputs: { ...resource.inputs, labels: labels.filter(({ label }) => !label.endsWith(".middlewares")) },
      };
    });
    assert.deepEqual(await refused(bare), ["identity-headers"]);
  });
});
