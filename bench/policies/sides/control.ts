/** The pack without its rules, for the server of the policy SDK. Compiled by `inProcess.ts`. */
import { policies } from "../../../policies/pack";

export const control = policies(undefined, []);
