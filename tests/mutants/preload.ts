/**
 * Loaded before the tests: makes the one fault that the environment names.
 *
 * The model itself knows nothing of it. A function is replaced in the module's exports before any other module asks
 * for them, so calls from within its own file stay right.
 */
import { join } from "node:path";
import type { Invariant } from "../../components/routing";
import { FUNCTION_MUTANTS } from "./functionMutants";
import type { AnyFunction, FunctionMutant } from "./mutant";
import { MUTANT_VARIABLE } from "./mutant";

const ROUTING = join(__dirname, "..", "..", "components", "routing");

const wanted = process.env[MUTANT_VARIABLE];
if (wanted) {
  const mutant = FUNCTION_MUTANTS.find(({ id }) => id === wanted);
  if (mutant) replace(mutant);
  else disable(wanted);
}

function replace({ module, export: name, replace: fault }: FunctionMutant): void {
  const path = require.resolve(join(ROUTING, module));
  const exported = { ...(require(path) as Record<string, unknown>) };
  const original = exported[name];
  if (typeof original !== "function") throw new Error(`${module} exports no function '${name}'`);
  exported[name] = fault(original as AnyFunction);
  const cached = require.cache[path];
  if (!cached) throw new Error(`${path} is not loaded by require`);
  cached.exports = Object.defineProperty(exported, "__esModule", { value: true });
}

function disable(id: string): void {
  const { INVARIANTS } = require(ROUTING) as { INVARIANTS: readonly Invariant[] };
  const invariant = INVARIANTS.find((one) => one.id === id);
  if (!invariant) throw new Error(`no invariant and no function mutant is called '${id}'`);
  Object.assign(invariant, { check: () => [] });
}
