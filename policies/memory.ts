import type { ContainerView, Finding } from "../components/routing";
import type { Levels } from "./levels";
import { select } from "./levels";

/**
 * What the policies of one run know of each other.
 *
 * The SDK gives each policy its own configuration and its own enforcement level, and a mandatory policy cannot report
 * an advisory. So a level stands with the policy that checks the invariant, and what it makes advisory is kept here
 * for the advisory policy, which comes last.
 */
export class RunMemory {
  private readonly bySource = new Map<
    string,
    { readonly texts: ReadonlySet<string>; readonly advisories: readonly Finding[] }
  >();
  private readonly declared = new Map<string, Record<string, unknown>>();
  private readonly containers = new Map<string, Pick<ContainerView, "labels" | "mounts">>();
  private resourceLevels: Levels = {};

  /** Keeps what a resource was declared with. */
  remember(urn: string, props: Record<string, unknown>): void {
    this.declared.set(urn, props);
  }

  /**
   * The properties of a resource of the stack. While its provider cannot be configured, as authentik's cannot before
   * authentik runs, a preview gives the stack's policies none at all: then they are what it was declared with.
   */
  propsOf({ urn, props }: { readonly urn: string; readonly props: Record<string, unknown> }): Record<string, unknown> {
    return Object.keys(props).length > 0 ? props : (this.declared.get(urn) ?? props);
  }

  /** Keeps the labels and mounts that the policy of single resources has read. */
  rememberContainers(containers: readonly ContainerView[] = []): void {
    for (const { id, labels, mounts } of containers) this.containers.set(id, { labels, mounts });
  }

  /** The labels that {@link rememberContainers} kept of a resource. */
  labelsOf(urn: string): ContainerView["labels"] | undefined {
    return this.containers.get(urn)?.labels;
  }

  /**
   * What a container of the stack mounts. At a preview the Docker provider leaves parts of a volume open that the program
   * wrote or left out (seen with @pulumi/docker 5.2.0); then it is what the container was declared with.
   */
  mountsOf({ id, mounts }: ContainerView): ContainerView["mounts"] {
    return mounts.every(({ known }) => known) ? mounts : (this.containers.get(id)?.mounts ?? mounts);
  }

  /**
   * Sorts the findings of a policy.
   *
   * @param source URN of the resource that was judged; empty for the whole stack
   * @returns those that stop the update
   */
  sort(source: string, findings: readonly Finding[], levels: Levels): readonly Finding[] {
    if (source !== "" && Object.keys(levels).length > 0) this.resourceLevels = { ...this.resourceLevels, ...levels };
    this.bySource.delete(source);
    if (findings.length === 0) return [];
    this.bySource.set(source, {
      texts: new Set(findings.map(textOf)),
      advisories: select(findings, levels, "advisory"),
    });
    return select(findings, levels, "mandatory");
  }

  /** Levels that the policies of single resources were given. */
  get levelsOfResources(): Levels {
    return this.resourceLevels;
  }

  /** Whether the policy of the finding's own resource has said the same already. */
  isSaid(finding: Finding): boolean {
    return this.bySource.get(finding.resource)?.texts.has(textOf(finding)) === true && finding.resource !== "";
  }

  /**
   * What does not stop an update. With it a run ends: the next one starts anew.
   *
   * @param urns resources that are in the stack: what was said of others no longer counts
   */
  takeAdvisories(urns: ReadonlySet<string>): readonly Finding[] {
    const found = [...this.bySource].flatMap(([source, { advisories }]) =>
      source === "" || urns.has(source) ? advisories : [],
    );
    this.bySource.clear();
    this.declared.clear();
    this.containers.clear();
    return found;
  }
}

function textOf({ invariant, what }: Finding): string {
  return `${invariant} ${what}`;
}
