/** A way past the login, or something that may be one. */
export interface Finding {
  /** Id of the invariant that is broken. */
  readonly invariant: string;
  /** Id of the resource, see `ContainerView.id`; empty when it concerns the whole stack. */
  readonly resource: string;
  readonly router?: string;
  /** What is wrong, and where. */
  readonly what: string;
  /** What follows from it. */
  readonly why: string;
  /** What to write. */
  readonly fix: string;
  /** Something to see to soon, which need not stop an update. */
  readonly advisory?: true;
}

/** One text for people: what, why, fix, and the id under which the documentation explains it. */
export function findingText(finding: Finding): string {
  return `${finding.what} ${finding.why} ${finding.fix} [${finding.invariant}]`;
}
