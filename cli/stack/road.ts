/**
 * The stamp that says which plugins made a stack.
 *
 * The plugins that are built here have schemas of their own making; a state written by one kind must not be changed
 * by the other (design, ruling 15).
 */
import type { Road } from "../../toolchain/ensureToolchain";
import type { Checkout } from "../checkout";
import { UserError } from "../errors";
import { readIfThere, writeWhole } from "../files";

const NAMES: Readonly<Record<Road, string>> = {
  official: "the official plugins",
  built: "plugins built on this machine (AUTHENTIK_SSO_OFFLINE)",
};

/** Refuses a stack that the other road made. */
export function checkRoad(stack: string, stamped: string | undefined, road: Road): void {
  if (stamped === undefined || stamped === road) return;
  const made = stamped === "official" || stamped === "built" ? NAMES[stamped] : `"${stamped}"`;
  throw new UserError({
    what: `Stack "${stack}" was made with ${made}; this run would use ${NAMES[road]}.`,
    allowed: "one kind of plugins for the whole life of a stack: their states are not interchangeable",
    fix:
      road === "built"
        ? `run without --offline, or start over with \`npx authentik-sso down --data --stack ${stack}\` first`
        : `run with --offline, or start over with \`npx authentik-sso down --data --offline --stack ${stack}\` first`,
  });
}

/** The road that the stack was stamped with. */
export function readRoad(checkout: Checkout): string | undefined {
  return readIfThere(checkout.roadFile)?.trim();
}

/** Checks the stamp and writes it where there is none. */
export function stampRoad(checkout: Checkout, road: Road): void {
  const stamped = readRoad(checkout);
  checkRoad(checkout.stack, stamped, road);
  if (stamped === undefined) writeWhole(checkout.roadFile, `${road}\n`);
}
