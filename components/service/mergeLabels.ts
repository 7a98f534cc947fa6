import * as pulumi from "@pulumi/pulumi";

/**
 * Adds a service's own labels to those of its decision.
 *
 * Traefik reads label keys without regard to case, and of two that differ only in case the later one wins: so two
 * such keys are a collision, and a collision is an error rather than a silent choice.
 *
 * @throws {pulumi.RunError} naming the service and the label.
 */
export function mergeLabels(
  service: string,
  decided: Readonly<Record<string, string>>,
  own: readonly { label: string; value: string }[],
): Readonly<Record<string, string>> {
  const taken = new Map(Object.keys(decided).map((key) => [key.toLowerCase(), key]));
  const merged: Record<string, string> = { ...decided };
  for (const { label, value } of own) {
    const other = taken.get(label.toLowerCase());
    if (other !== undefined && merged[other] !== value) {
      throw new pulumi.RunError(
        `service '${service}': label '${label}' is set by its access decision already ('${other}'). Remove it from the container's labels, or change host, port or access instead.`,
      );
    }
    if (other === undefined) {
      taken.set(label.toLowerCase(), label);
      merged[label] = value;
    }
  }
  return merged;
}
