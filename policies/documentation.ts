import type { Invariant } from "../components/routing";
import { INVARIANTS } from "../components/routing";

/** The page about the policies, written from the invariants themselves so that the two cannot differ. */
export function documentation(): string {
  return [
    "# Policies",
    "",
    "<!-- Written by policies/generateDocs.ts from components/routing/invariants. Do not edit: change the invariant. -->",
    "",
    "The pack in `policies/` checks that nobody reaches a service without the login unless somebody excluded it with a reason.",
    "Each rule is an *invariant*; its id stands at the end of every message, and here.",
    "",
    "```sh",
    "pulumi preview --policy-pack policies",
    "```",
    "",
    "What one container decides is checked by the policies `sso-containers` and `sso-swarm-services`, before that container",
    "exists. The rest takes the whole stack: `sso-stack`. A value that is unknown at a preview counts as exposed.",
    "",
    "## Configuration",
    "",
    "Pass a file with `--policy-pack-config`. Each invariant has a level, `mandatory` unless the file says `advisory` or",
    "`disabled`; an advisory one is reported by `sso-advisories`, so its level stands in both places. A stack that has",
    "services and no gate takes the gate from the output `sso` of the stack that has it:",
    "",
    "```json",
    JSON.stringify(
      {
        "sso-containers": { "published-port": "advisory" },
        "sso-advisories": { "published-port": "advisory" },
        "sso-stack": { contract: { version: 1, domain: "example.com", prefix: "sso" } },
      },
      undefined,
      2,
    ),
    "```",
    "",
    "## Invariants",
    "",
    "| Id | What holds | Severity | Checked per |",
    "|---|---|---|---|",
    ...INVARIANTS.map(
      ({ id, title, severity, scope }) =>
        `| [${id}](#${id}) | ${cell(title)} | ${severity} | ${scope === "container" ? "container" : "stack"} |`,
    ),
    "",
    ...INVARIANTS.flatMap(section),
  ].join("\n");
}

function section({ id, title, protects, remediation, frameworks }: Invariant): string[] {
  return [
    `### ${id}`,
    "",
    `${title}.`,
    "",
    `**Protects.** ${protects}`,
    "",
    `**When it is broken.** ${remediation}`,
    "",
    `**Frameworks.** ${frameworks.map(({ name, reference }) => `${name} ${reference}`).join("; ")}.`,
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
