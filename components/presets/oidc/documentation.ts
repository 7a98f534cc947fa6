/** The part of docs/oidc.md that the presets say themselves. */
import { OIDC_PRESETS } from "./index";
import type { OidcDelivery, OidcPreset } from "./preset";

const DELIVERY: Readonly<Record<OidcDelivery["kind"], string>> = {
  environment: "environment",
  file: "file",
  manual: "by hand",
};

/** A table of all presets, and a section for each. Markdown. */
export function oidcDocumentation(): string {
  const rows = Object.entries(OIDC_PRESETS).map(([name, preset]) => {
    const { title, delivery, pkce, suited } = preset;
    return `| [\`${name}\`](#${name}) | ${title} | ${DELIVERY[delivery.kind]} | ${pkce ? "yes" : "no"} | \`${suited.mode}\` |`;
  });
  const table = [
    "| preset | app | id and secret reach it by | PKCE | decision that suits it |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
  return [table, ...Object.entries(OIDC_PRESETS).map(([name, preset]) => section(name, preset))].join("\n\n");
}

function section(name: string, preset: OidcPreset): string {
  const { title, images, redirectUris, scopes, verifiedEmail, delivery, clients, accounts, suited, sources } = preset;
  const code = (items: readonly string[]) => items.map((item) => `\`${item}\``).join(", ");
  const facts = [
    ...(images.length > 0 ? [`Images: ${code(images)}.`] : ["It is no container: use it with `ExternalService`."]),
    `Redirect URIs, strict: ${code(redirectUris)}.`,
    `Scopes: ${code(scopes)}${verifiedEmail ? "; the address counts as verified, by a mapping of its own" : ""}.`,
    settings(delivery),
    `Mobile apps and API: ${clients}`,
    `Accounts that it has already: ${accounts.what}`,
    `What to do: ${accounts.fix}`,
    `Suits it: \`${suited.mode}\`, because ${suited.why}.`,
    `Sources: ${sources.map((source) => `<${source}>`).join(", ")}.`,
  ];
  const steps = delivery.kind === "manual" ? [...delivery.steps, `Check: ${delivery.check}`] : [];
  return [
    `### ${name}`,
    `${title}.`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    ...(steps.length > 0 ? [steps.map((step, index) => `${index + 1}. ${step}`).join("\n")] : []),
  ].join("\n\n");
}

function settings(delivery: OidcDelivery): string {
  const names = (variables: Readonly<Record<string, string>>) =>
    Object.keys(variables)
      .sort()
      .map((name) => `\`${name}\``)
      .join(", ");
  switch (delivery.kind) {
    case "environment":
      return `Variables: ${names(delivery.variables)}.`;
    case "file":
      return `File: \`${delivery.path}\`, named by ${names(delivery.variables)}.`;
    case "manual":
      return "Settings: in the app itself, with the steps below.";
  }
}

/** Below this line of docs/oidc.md everything is generated. */
const MARK = "Everything from here is written by the presets";

/** The document with what presets say now below its mark. */
export function withPresets(document: string): string {
  const start = document.indexOf(MARK);
  const end = document.indexOf("\n", start);
  if (start < 0 || end < 0) throw new Error(`docs/oidc.md has no line '${MARK}'`);
  return `${document.slice(0, end + 1)}\n${oidcDocumentation()}\n`;
}
