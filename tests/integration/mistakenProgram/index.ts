/** The repository's program with one mistake, which the variable MISTAKE names; none: as it is. */
import { MISTAKES } from "./mistakes";

const id = process.env.MISTAKE ?? "";
const mistake = MISTAKES[id];
if (id !== "" && !mistake) throw new Error(`no mistake is called '${id}'`);
mistake?.make();
// Loaded only now: what the mistake changes has to be arranged before.
module.exports = mistake?.alone ? {} : require("../../../index");
