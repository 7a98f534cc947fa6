import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import type { SsoContract } from "../contract";
import { oidcPreset } from "../presets/oidc";
import type { OidcPreset } from "../presets/oidc/preset";
import type { OidcClient } from "./oidcClient";
import { warnOfClient } from "./oidcNotes";

/** An app's client in authentik, and whether the app uses it. */
export interface ServiceClient {
  readonly preset: OidcPreset;
  readonly client: OidcClient;
  /** Whether the decision is `oidc`; otherwise the client waits for the way back. */
  readonly used: boolean;
}

/**
 * The client of a service whose decision names a preset of {@link OidcPreset}; undefined for every other service.
 *
 * It is declared in every mode that names its preset, so that a way back loses nothing: the mode decides only whether
 * the app is told. Loads authentik's SDK, which other services need not have.
 *
 * @throws {pulumi.RunError} without the gate's contract.
 */
export function serviceClient(
  parent: pulumi.ComponentResource,
  name: string,
  access: AccessArgs,
  publicUrl: pulumi.Input<string>,
  contract: pulumi.Input<SsoContract> | undefined,
): ServiceClient | undefined {
  const preset = access.mode === "excluded" ? undefined : oidcPreset(access.preset);
  if (!preset) return undefined;
  const used = access.mode === "oidc";
  const given = requireContract(name, contract, used ? "oidc()" : "a preset");
  warnOfClient(parent, name, preset, access);
  const { OidcClient: Client } = require("./oidcClient") as typeof import("./oidcClient");
  const client = new Client(
    `${name}-oidc`,
    {
      service: name,
      preset: access.preset ?? "",
      publicUrl,
      kept: !used,
      contract: given,
      ...(access.groups && { groups: access.groups }),
    },
    { parent },
  );
  return { preset, client, used };
}

/** The gate's contract, or what to add where it is missing. */
export function requireContract(
  name: string,
  contract: pulumi.Input<SsoContract> | undefined,
  what: string,
): pulumi.Input<SsoContract> {
  if (contract !== undefined) return contract;
  throw new pulumi.RunError(
    `service '${name}': ${what} needs the gate's contract. Add contract: gate.contract, and the gate's authentik provider in the component's options.`,
  );
}
