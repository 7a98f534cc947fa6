/** Writes the presets into docs/oidc.md: `npx tsx components/presets/oidc/generateDocs.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withPresets } from "./documentation";

const file = join(__dirname, "..", "..", "..", "docs", "oidc.md");
writeFileSync(file, withPresets(readFileSync(file, "utf8")));
