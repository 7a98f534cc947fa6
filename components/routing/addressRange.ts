import { isIPv4, isIPv6 } from "node:net";

/** Addresses from `first` to `last`, as numbers. */
interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Whether `text` is an address or a range such as `192.168.0.0/16` or `fd00::/8`. */
export function isAddressRange(text: string): boolean {
  return parse(text) !== undefined;
}

/** Whether a range holds every address of its family, which limits nothing. */
export function isEverybody(text: string): boolean {
  return /\/0+$/.test(text);
}

/** Whether every address of `inner` is in `outer`; what cannot be read is in nothing. */
export function isInside(inner: string, outer: string): boolean {
  const [a, b] = [parse(inner), parse(outer)];
  return a !== undefined && b !== undefined && a.family === b.family && b.first <= a.first && a.last <= b.last;
}

/** Whether some address is in both; what cannot be read counts as yes. */
export function isShared(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return true;
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}

function parse(text: string): Range | undefined {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const address = match?.[1] ?? "";
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes("%") ? 6 : undefined;
  if (family === undefined) return undefined;
  const bits = family === 4 ? 32 : 128;
  const length = match?.[2] === undefined ? bits : Number(match[2]);
  if (length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const value = family === 4 ? fromGroups(address.split("."), 10, 8n) : fromIPv6(address);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
}

function fromIPv6(address: string): bigint {
  // A dotted end stands for the last two groups.
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const value = fromGroups(dotted.split("."), 10, 8n);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const [before, after] = [groups(head), groups(tail)];
  return fromGroups([...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after], 16, 16n);
}

function fromGroups(groups: readonly string[], radix: number, bits: bigint): bigint {
  return groups.reduce((value, group) => (value << bits) + BigInt(Number.parseInt(group, radix)), 0n);
}
