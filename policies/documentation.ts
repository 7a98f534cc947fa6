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
    "A value that is unknown at a preview counts as exposed. Nothing is remediated: a policy that wrote the missing label",
    "would hide that the program is wrong, so the pack refuses, and each message says what to write.",
    "",
    "With `pulumi policy analyze --policy-pack policies --file state.json` the same pack judges an exported state",
    "(`pulumi stack export --file state.json`), in which nothing is unknown.",
    "",
    "## Policies of the pack",
    "",
    "What one resource decides is checked before that resource exists; the rest takes the whole stack.",
    "",
    ...POLICIES.flatMap(([name, text]) => [`### ${name}`, "", text, ""]),
    "## Configuration",
    "",
    "Pass a file with `--policy-pack-config`; `npm run up` takes `policies.<stack>.json`. Each invariant has a level,",
    "`mandatory` unless the file says `advisory` or `disabled`, below the policy that checks it (see the table); an advisory",
    "one is then reported by `sso-advisories`, which has no configuration of its own. `sso-stack` is also told:",
    "",
    "- `contract`: in a stack that has services and no gate, the output `sso` of the stack that has it;",
    "- `approvedExclusions`: in strict mode, the names of the containers that may open a way past the login.",
    "",
    "```json",
    JSON.stringify(
      {
        "sso-resources": { "published-port": "advisory" },
        "sso-stack": {
          approvedExclusions: ["sso-jellyfin"],
          contract: { version: 1, domain: "example.com", prefix: "sso" },
        },
      },
      undefined,
      2,
    ),
    "```",
    "",
    "## Invariants",
    "",
    "*Proven against Traefik* says whether requests to the real Traefik can show the invariant broken: for those, generated",
    "fleets are served by it and compared with the model. The others are about what Traefik does not see; fixtures on the",
    "real engine show them.",
    "",
    "| Id | What holds | Severity | Policy | Proven against Traefik |",
    "|---|---|---|---|---|",
    ...INVARIANTS.map(
      (invariant) =>
        `| [${invariant.id}](#${invariant.id}) | ${cell(invariant.title)} | ${invariant.severity} | ${policyOf(invariant)} | ${invariant.oracle ? "yes" : "no"} |`,
    ),
    "",
    ...INVARIANTS.flatMap(section),
  ].join("\n");
}

const POLICIES: readonly (readonly [string, string])[] = [
  [
    "sso-resources",
    "Each `docker.Container`, `docker.Service` (its own labels and those of its tasks), proxy provider and OIDC provider, before it is created. It also keeps for `sso-stack` what authentik's objects were declared with.",
  ],
  ["sso-stack", "Everything that takes more than one resource, once all of them are known."],
  [
    "sso-advisories",
    "What does not stop an update: what the configuration made advisory, and exclusions about to end.",
  ],
];

/** The policy below which the level of an invariant stands. */
function policyOf({ scope }: Invariant): string {
  return scope === "fleet" ? "sso-stack" : "sso-resources";
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
