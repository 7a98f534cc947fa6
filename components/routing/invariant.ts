import type { Finding } from "./finding";
import type { StackView } from "./view";

export type Severity = "low" | "medium" | "high" | "critical";

/** A clause that an invariant helps to meet. */
export interface FrameworkReference {
  readonly name: string;
  readonly version: string;
  readonly reference: string;
}

/** Something that holds in every stack in which nobody reaches a service without the login or an exclusion. */
export interface Invariant {
  /** Stable: used in policy names, messages, documentation, fixtures. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What it protects, in one or two sentences. */
  readonly protects: string;
  /** What to do when it is broken. */
  readonly remediation: string;
  readonly frameworks: readonly FrameworkReference[];
  /**
   * `container`, `authentik`: one container, or one object in authentik, decides it, so it is checked before that
   * exists. `fleet`: it takes the whole stack.
   */
  readonly scope: "container" | "authentik" | "fleet";
  /** Part of it takes the whole stack, so it is checked there once more. */
  readonly alsoFleet?: true;
  /** Whether requests to Traefik can show it broken; of the others, fixtures on the real engine do. */
  readonly oracle: boolean;
  check(view: StackView): readonly Finding[];
}

const ISO = (reference: string): FrameworkReference => ({ name: "ISO/IEC 27001", version: "2022", reference });
const SOC = (reference: string): FrameworkReference => ({ name: "SOC 2", version: "2017", reference });
const NIS = (reference: string): FrameworkReference => ({ name: "NIS2", version: "2022/2555", reference });

/** Clauses that several invariants refer to. */
export const FRAMEWORKS = {
  /** Access is restricted and authenticated. */
  authentication: [ISO("A.8.5"), SOC("CC6.1"), NIS("Article 21(2)(j)")],
  /** Access follows a decision that somebody made. */
  accessControl: [ISO("A.5.15"), SOC("CC6.1"), NIS("Article 21(2)(i)")],
  /** Networks and configurations leave no way round. */
  configuration: [ISO("A.8.9"), SOC("CC6.6"), NIS("Article 21(2)(e)")],
  /** What happened can be seen. */
  logging: [ISO("A.8.15"), SOC("CC7.2"), NIS("Article 21(2)(b)")],
} as const;
