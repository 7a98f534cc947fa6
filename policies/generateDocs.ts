/** Writes docs/policies.md: `npx tsx policies/generateDocs.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentation } from "./documentation";

writeFileSync(join(__dirname, "..", "docs", "policies.md"), documentation());
