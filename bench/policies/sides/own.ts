/** The pack as it ships: its policies behind the handlers of its own server. Compiled by `inProcess.ts`. */
import { policies } from "../../../policies/pack";
import { servedPack } from "../../../policies/served";
import { handlers } from "../../../policies/server/serve";

export const own = handlers(servedPack(policies()));
