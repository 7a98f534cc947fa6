/** Seeded chance. The same seed throws the same, on any machine. */
import fc from "fast-check";

export class Dice {
  private readonly stream: Iterator<number>;

  /** @param index number of the fleet: each has a stream of its own, so that one can be made without the others */
  constructor(seed: number, index = 0) {
    const mixed = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0;
    const [stream] = fc.sample(fc.noBias(fc.infiniteStream(fc.nat({ max: MAX }))), { seed: mixed, numRuns: 1 });
    if (!stream) throw new Error("fast-check gave no sample");
    this.stream = stream[Symbol.iterator]();
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    return Number(this.stream.next().value) % below;
  }

  /** Whether something happens that does so in `percent` of all cases. */
  chance(percent: number): boolean {
    return this.below(10_000) < percent * 100;
  }

  /** @throws for an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("nothing to pick from");
    return items[this.below(items.length)] as T;
  }

  /** One of the names, each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [name, weight] of entries) {
      if (left < weight) return name;
      left -= weight;
    }
    throw new Error("nothing to pick from");
  }

  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.flatMap(() => rest.splice(this.below(rest.length), 1));
  }
}

const MAX = 0x7ffffffe;
