/**
 * The program's outputs that the live check and the summary read (contract of index.ts).
 */
import type { OutputMap } from "@pulumi/pulumi/automation";
import { EXIT, UserError } from "../errors";

/** One service of the fleet as the program lists it. */
export interface ServiceOutput {
  readonly name: string;
  readonly url: string;
  /** `domain`, `application`, `oidc`, `excluded`. */
  readonly access: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly until?: string;
  /** Path prefixes that are open; the rest of the host stays behind the login. */
  readonly paths?: readonly string[];
  /** Addresses that an exclusion is for; everybody else meets the login. */
  readonly sources?: readonly string[];
  /** Groups that may enter, with `application`. */
  readonly groups?: readonly string[];
  /** How to log in at the app itself when authentik is gone, where the app has such an account. */
  readonly localAdmin?: unknown;
  /** Preset or client of `oidc`. */
  readonly preset?: string;
  readonly client?: string;
}

/** The outputs, secrets left where they are. */
export interface StackOutputs {
  readonly services: readonly ServiceOutput[];
  /** Public URL of the login, from the contract. */
  readonly authUrl: string;
  /** Where a person logs in. */
  readonly loginUrl: string;
  readonly adminUser: string;
  /** Users of the configuration whose first passwords the stack holds; names only. */
  readonly people: readonly string[];
  /** Certificate of the own CA in PEM; nothing where certificates come from a public one. */
  readonly caCertificate: string | undefined;
}

/** @throws {UserError} when the stack lacks an output that `up` needs. */
export function readOutputs(outputs: OutputMap): StackOutputs {
  const sso = outputs.sso?.value as { authUrl?: unknown } | undefined;
  const authUrl = sso?.authUrl;
  const services: unknown = outputs.services?.value;
  if (typeof authUrl !== "string" || !Array.isArray(services)) {
    throw new UserError(
      {
        what: "The stack has no outputs `sso` (contract) and `services`.",
        fix: "export both in index.ts, as the one of the repository does",
      },
      EXIT.failed,
    );
  }
  return {
    services: services as ServiceOutput[],
    authUrl,
    loginUrl: text(outputs.loginUrl?.value) ?? authUrl,
    adminUser: text(outputs.adminUser?.value) ?? "akadmin",
    people: [...firstPasswordsOf(outputs).keys()],
    caCertificate: text(outputs.caCertificate?.value),
  };
}

/** First passwords by user name, sorted. Secret: one is printed by `password`, and never anywhere else. */
export function firstPasswordsOf(outputs: OutputMap): ReadonlyMap<string, string> {
  const value: unknown = outputs.initialPasswords?.value;
  if (typeof value !== "object" || value === null) return new Map();
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
