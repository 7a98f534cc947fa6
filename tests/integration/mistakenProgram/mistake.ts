/** One mistake in the repository's program, as somebody might make it in a pull request. */
import * as pulumi from "@pulumi/pulumi";

export interface Mistake {
  readonly what: string;
  /** Invariant that must be named. */
  readonly invariant: string;
  /** Further invariants that the same mistake breaks. */
  readonly also?: readonly string[];
  /** What the message must tell beside the id: what is wrong, or what to write. */
  readonly says: RegExp;
  /** Makes it: runs before the program. */
  readonly make: () => void;
  /** Whether this is the whole program, the repository's own left out. */
  readonly alone?: true;
}

interface Label {
  readonly label: string;
  readonly value: pulumi.Input<string>;
}

type Properties = Record<string, unknown>;

/** Declares one resource of the program otherwise. */
export function change(type: string, resource: string, to: (props: Properties) => Properties): () => void {
  return () => {
    pulumi.runtime.registerResourceTransform(({ type: found, name, props, opts }) =>
      found === type && name === resource ? { props: { ...props, ...to(props) }, opts } : undefined,
    );
  };
}

/** The same for a container. */
export function changeContainer(resource: string, to: (props: Properties) => Properties): () => void {
  return change("docker:index/container:Container", resource, to);
}

/** Changes a container's labels; a value of `undefined` takes the label away. */
export function relabel(
  resource: string,
  labels: Readonly<Record<string, pulumi.Input<string> | undefined>>,
): () => void {
  return changeContainer(resource, (props) => {
    const kept = (props.labels as Label[]).filter(({ label }) => !Object.hasOwn(labels, label));
    const added = Object.entries(labels).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
    return { labels: [...kept, ...added] };
  });
}
