#!/usr/bin/env node
/**
 * `npx authentik-sso …`: hands over to the command line of the checkout, the nearest folder upwards that holds
 * `cli/start.mjs` (first from where it is called, then from where this file lies).
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

function checkoutAbove(folder) {
  if (existsSync(join(folder, "cli", "start.mjs")) && existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : checkoutAbove(parent);
}

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const checkout = checkoutAbove(process.cwd()) ?? checkoutAbove(here);
if (checkout === undefined) {
  process.stderr.write(
    "authentik-sso: no checkout of the program found (a folder with cli/start.mjs and Pulumi.yaml).\n" +
      "The command line belongs to the repository: clone it and run this inside the clone.\n",
  );
  process.exit(2);
}
await import(pathToFileURL(join(checkout, "cli", "start.mjs")).href);
