import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import { OIDC_PRESETS, oidcPreset } from "../presets/oidc";
import { OPEN_PATHS } from "../presets/openPaths";
import { parseAccess } from "../routing/access";

/** Modes that a service can be given; `gate` is the gate's own. */
const MODES = ["domain", "application", "oidc", "excluded"];

/** Fields of a decision. */
const ACCESS_FIELDS = "mode reason groups preset client owner until paths sources ports".split(" ");

/**
 * The decision as `sso.*` labels, as it was given; of a preset of open paths, the paths. A preset beside `domain` or
 * `application` only keeps a client: it decides nothing, so no label says it.
 */
export function accessLabels(access: AccessArgs): Readonly<Record<string, string>> {
  const { mode, reason, owner, until, groups, preset, client, ports } = access;
  const { paths, sources } = exclusionScope(access);
  const fields = {
    access: mode,
    reason: reason?.trim(),
    owner,
    until,
    groups: groups?.join(","),
    preset: mode === "oidc" ? preset : undefined,
    client,
    paths: paths?.join(","),
    sources: sources?.join(","),
    ports: ports?.join(","),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [[`sso.${field}`, value]])),
  );
}

/** Paths and clients that an exclusion opens, those of its preset included; both absent for everything. */
export function exclusionScope(access: AccessArgs): { paths?: readonly string[]; sources?: readonly string[] } {
  const preset = access.mode === "excluded" && access.preset !== undefined ? OPEN_PATHS[access.preset] : undefined;
  const paths = preset ? [...new Set([...preset.paths, ...(access.paths ?? [])])] : access.paths;
  return { ...(paths && { paths }), ...(access.sources && { sources: access.sources }) };
}

/**
 * Refuses a decision that the policy pack would refuse, by the same reading, before anything is created.
 *
 * @throws {pulumi.RunError} naming the service, what was given, what is allowed and what to write.
 */
export function checkAccess(service: string, access: AccessArgs): void {
  // A program in TypeScript is told by its compiler, the stack's configuration by nobody else.
  const unknown = Object.keys(access).filter((field) => !ACCESS_FIELDS.includes(field));
  if (unknown.length > 0) {
    throw new pulumi.RunError(
      `service '${service}': access has ${unknown.map((field) => `'${field}'`).join(", ")}, allowed are ${ACCESS_FIELDS.join(", ")}.`,
    );
  }
  if (!MODES.includes(access.mode)) {
    throw new pulumi.RunError(
      `service '${service}': access mode is '${access.mode}', allowed are ${MODES.join(", ")}. Use domain(), application(), oidc() or excluded().`,
    );
  }
  if (access.mode === "excluded" && access.preset !== undefined && !Object.hasOwn(OPEN_PATHS, access.preset)) {
    throw new pulumi.RunError(
      `service '${service}': no open paths are known of '${access.preset}', allowed presets are ${Object.keys(OPEN_PATHS).join(", ")}. Write 'paths' instead.`,
    );
  }
  if (access.mode !== "excluded" && access.preset !== undefined && !oidcPreset(access.preset)) {
    throw new pulumi.RunError(
      `service '${service}': no login through authentik is known of '${access.preset}', allowed presets are ${Object.keys(OIDC_PRESETS).join(", ")}. Make a ProviderOauth2 of your own and write oidc({ client }) instead.`,
    );
  }
  const { errors } = parseAccess(accessLabels(access));
  if (errors.length > 0) throw new pulumi.RunError(`service '${service}': ${asFields(errors.join(" "))}`);
}

/** An error about labels in the words of a decision: whoever writes a program or a stack's file writes no labels. */
function asFields(text: string): string {
  const field = new RegExp(`(?:label '(?=sso\\.\\w+'))?\\bsso\\.(access|${ACCESS_FIELDS.join("|")})\\b(=)?`, "g");
  return text.replace(field, (found, name: string, given?: string) => {
    const quote = found.startsWith("label") ? "'" : "";
    return `${quote}${name === "access" ? "mode" : name}${given ? ": " : ""}`;
  });
}
