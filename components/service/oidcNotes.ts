import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import type { OidcPreset } from "../presets/oidc/preset";

/**
 * Says, at a preview, what a decision about an app with a client of its own means for the accounts that it has already:
 * it cannot be taken back by taking the word back.
 */
export function warnOfClient(
  resource: pulumi.Resource,
  service: string,
  preset: OidcPreset,
  { mode, preset: app = "" }: AccessArgs,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  const text = mode === "oidc" ? loginNote(service, preset) : keptNote(service, mode, app);
  // Deliberately not awaited: a message must not hold up the program.
  void (mode === "oidc" ? pulumi.log.warn(text, resource) : pulumi.log.info(text, resource));
}

/** What happens to accounts, and the steps that no program can do. */
export function loginNote(service: string, { title, accounts, delivery }: OidcPreset): string {
  const steps =
    delivery.kind === "manual"
      ? ` ${title} keeps its settings itself: enter them as 'npx authentik-sso assess' shows, with the id and secret of the stack's output 'oidcClients'.`
      : "";
  return `service '${service}' logs in through authentik itself. Accounts of ${title}: ${accounts.what} ${accounts.fix}${steps}`;
}

function keptNote(service: string, mode: string, app: string): string {
  return `service '${service}': its client in authentik is kept, with its id and secret, because its access '${mode}' still names the preset '${app}'. Write 'oidc' to go back; remove the preset to give the client up.`;
}
