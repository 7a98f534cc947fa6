import type { Mistake } from "./mistake";
import { AUTHENTIK_MISTAKES } from "./mistakes/authentik";
import { GATE_MISTAKES } from "./mistakes/gate";
import { HOST_MISTAKES } from "./mistakes/host";
import { SERVICE_MISTAKES } from "./mistakes/services";

/** One mistake at least for each invariant that a program can break. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  ...SERVICE_MISTAKES,
  ...GATE_MISTAKES,
  ...AUTHENTIK_MISTAKES,
  ...HOST_MISTAKES,
};
