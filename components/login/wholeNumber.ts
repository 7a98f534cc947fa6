import * as pulumi from "@pulumi/pulumi";

/** @throws {pulumi.RunError} for a number that is not whole or out of range. */
export function wholeNumber(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new pulumi.RunError(`login: ${what} is ${value}, allowed is a whole number from ${least} to ${most}.`);
}
