/** What `inventory` says of each service. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inventoryRows } from "../../cli/commands/inventory";
import type { ServiceOutput } from "../../cli/live/outputs";

describe("the inventory", () => {
  const gate = { domain: "example.com", domains: ["example.com", "example.org"], defaultGroup: "sso-users" };
  const base = { url: "https://x.example.com" };

  it("lists each service with what was decided and how to get in without authentik", () => {
    const services: ServiceOutput[] = [
      { ...base, name: "grafana", access: "domain" },
      {
        ...base,
        name: "portainer",
        access: "application",
        groups: ["admins"],
        reason: "root",
        localAdmin: { user: "admin", note: "in the vault" },
      },
      {
        ...base,
        name: "jellyfin",
        access: "excluded",
        reason: "TVs",
        owner: "home",
        until: "2027-12-31",
        sources: ["10.0.0.0/24"],
        localAdmin: "root",
      },
      { ...base, name: "mealie", access: "oidc", preset: "mealie", localAdmin: false },
    ];
    const rows = inventoryRows(services, gate).map(({ service, provider, groups, scope, owner, until, localAdmin }) => [
      service,
      provider,
      groups.join(),
      scope,
      owner,
      until,
      localAdmin,
    ]);
    assert.deepEqual(rows, [
      ["grafana", "of the domain", "sso-users", "", "", "", ""],
      ["portainer", "own (portainer)", "admins", "", "", "", "admin: in the vault"],
      ["jellyfin", "none", "", "10.0.0.0/24", "home", "2027-12-31", "root"],
      ["mealie", "OIDC (mealie)", "sso-users", "", "", "", "none"],
    ]);
  });

  it("names who may enter: own groups before the gate's, and none where the stack does not say", () => {
    const rows = (services: ServiceOutput[], of: object = gate) =>
      inventoryRows(services, of).map(({ provider, groups }) => [provider, groups.join()]);
    const wiki: ServiceOutput = { url: "https://wiki.example.org:8443/", name: "wiki", access: "domain" };
    assert.deepEqual(rows([wiki], { ...gate, furtherGroups: { "example.org": "guests" } }), [
      ["of the domain example.org", "guests"],
    ]);
    assert.deepEqual(
      rows([
        wiki,
        { ...wiki, access: "oidc", preset: "immich", groups: ["family"] },
        { ...wiki, access: "oidc", client: "made-elsewhere" },
        // What groups stand at `domain` are those of the client that waits for the way back.
        { ...base, name: "grafana", access: "domain", preset: "grafana", groups: ["family"] },
        { ...base, name: "jellyfin", access: "excluded", reason: "TVs" },
      ]),
      [
        ["of the domain example.org", ""],
        ["OIDC (immich)", "family"],
        ["OIDC (made-elsewhere)", ""],
        ["of the domain", "sso-users"],
        ["none", ""],
      ],
    );
    const domain: ServiceOutput = { ...base, name: "grafana", access: "domain" };
    assert.deepEqual(rows([domain], {}), [["of the domain", ""]], "an older gate says nothing");
  });
});
