import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { DoubleContext } from "../context";
import { decodeBase32, encodeBase32 } from "./base32";

/** An authenticator of a user that has proved itself. */
export interface DeviceRow {
  pk: string;
  user: number;
  kind: "totp" | "static";
  name: string;
  /** Of a TOTP device, in base32. */
  secret?: string;
  digits?: number;
  /** The last time step that was used, so that no code counts twice. */
  lastStep?: number;
  /** Recovery codes that are left; each counts once. */
  codes?: string[];
  /** Wrong codes in a row, and when the last one was: each doubles the wait. */
  failures?: number;
  failedAt?: string;
  created: string;
  lastUsed: string | null;
}

declare module "../rows" {
  interface KindMap {
    device: DeviceRow;
  }
}

const PERIOD_SECONDS = 30;
/** Steps that the clock of the device may be off (django-otp's default). */
const TOLERANCE = 1;

export async function devicesOf({ store }: DoubleContext, user: number): Promise<DeviceRow[]> {
  return (await store.list("device")).filter((device) => device.user === user);
}

export async function addDevice(
  { store, clock }: DoubleContext,
  device: Pick<DeviceRow, "user" | "kind" | "name" | "secret" | "digits" | "lastStep" | "codes">,
): Promise<void> {
  const pk = randomUUID();
  await store.put("device", pk, { ...device, pk, created: clock().toISOString(), lastUsed: null });
}

/** A new secret of 160 bits, as authenticator apps take it. */
export function newSecret(): string {
  return encodeBase32(randomBytes(20));
}

/** The code of a time step (RFC 6238 with SHA-1, as authentik's devices have it). */
export function totp(secret: string, step: number, digits: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", decodeBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, "0");
}

export function stepAt(time: Date): number {
  return Math.floor(time.getTime() / 1000 / PERIOD_SECONDS);
}

/** The time step whose code this is, one to either side allowed; undefined where there is none or it was used. */
export function matchingStep(
  secret: string,
  code: string,
  digits: number,
  now: Date,
  lastStep = -1,
): number | undefined {
  for (let step = stepAt(now) - TOLERANCE; step <= stepAt(now) + TOLERANCE; step += 1) {
    if (step > lastStep && sameText(totp(secret, step, digits), code)) return step;
  }
  return undefined;
}

/**
 * Checks a code against one device and keeps what that changes: the step or recovery code that is used up, or the
 * failure, after which the device takes nothing for `factor * 2^(failures - 1)` seconds.
 */
export async function verifyCode(
  { store, clock }: DoubleContext,
  device: DeviceRow,
  code: string,
  factor: number,
): Promise<boolean> {
  const now = clock();
  const wait = device.failures ? factor * 2 ** (device.failures - 1) * 1000 : 0;
  if (device.failedAt !== undefined && now.getTime() < Date.parse(device.failedAt) + wait) return false;
  const used = useUp(device, code, now);
  const changed: DeviceRow = used
    ? { ...device, ...used, failures: 0, lastUsed: now.toISOString() }
    : { ...device, failures: (device.failures ?? 0) + 1, failedAt: now.toISOString() };
  if (used) delete changed.failedAt;
  await store.put("device", device.pk, changed);
  return used !== undefined;
}

function useUp(device: DeviceRow, code: string, now: Date): Partial<DeviceRow> | undefined {
  if (device.kind === "totp") {
    const step = matchingStep(device.secret ?? "", code, device.digits ?? 6, now, device.lastStep);
    return step === undefined ? undefined : { lastStep: step };
  }
  const codes = device.codes ?? [];
  const found = codes.findIndex((one) => sameText(one, code));
  return found < 0 ? undefined : { codes: codes.filter((_, at) => at !== found) };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
