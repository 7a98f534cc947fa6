/** The stack's own certificate authority as a file, so that a browser or curl can be told to trust it. */
import { join } from "node:path";
import type { Checkout } from "../checkout";
import { readIfThere, writeWhole } from "../files";

/** Path of the CA's certificate of a stack. */
export function authorityFile(checkout: Checkout): string {
  return join(checkout.workFolder, `${checkout.stack}.ca.pem`);
}

/** Writes the certificate (public, no key) and gives its path. */
export function writeAuthority(checkout: Checkout, pem: string): string {
  const path = authorityFile(checkout);
  if (readIfThere(path) !== pem) writeWhole(path, pem);
  return path;
}
