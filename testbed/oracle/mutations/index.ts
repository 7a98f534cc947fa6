import { DECISION_MUTATIONS } from "./decision";
import { LABEL_MUTATIONS } from "./labels";
import { MIDDLEWARE_MUTATIONS } from "./middlewares";
import type { Mutation } from "./mutation";
import { NOISE } from "./noise";
import { OUTPOST_MUTATIONS } from "./outpost";
import { REACH_MUTATIONS } from "./reach";
import { RIVAL_MUTATIONS } from "./rivals";
import { STATIC_MUTATIONS } from "./statics";

export type { Mutation } from "./mutation";
export { NOISE } from "./noise";

/** Mistakes whose effect is known. */
export const MUTATIONS: readonly Mutation[] = [
  ...DECISION_MUTATIONS,
  ...LABEL_MUTATIONS,
  ...RIVAL_MUTATIONS,
  ...MIDDLEWARE_MUTATIONS,
  ...OUTPOST_MUTATIONS,
  ...REACH_MUTATIONS,
  ...STATIC_MUTATIONS,
];

const BY_ID = new Map([...MUTATIONS, ...NOISE].map((mutation) => [mutation.id, mutation]));

/** @throws for an id that is none. */
export function mutationOf(id: string): Mutation {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`there is no mutation '${id}'`);
  return found;
}
