import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { InvariantFixture } from "./invariantFixture";

const FOLDER = join(__dirname, "invariants");

/** The cases of every invariant, by its id, which is the name of the file. */
export const FIXTURES = readdirSync(FOLDER).map((file) => {
  const id = basename(file, ".ts");
  const { fixture } = require(join(FOLDER, id)) as { fixture: InvariantFixture };
  return { id, fixture };
});
