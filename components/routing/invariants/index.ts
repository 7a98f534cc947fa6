import type { Invariant } from "../invariant";
import { chainOrder } from "./chain";
import { serviceDecision } from "./decision";
import { exclusionCurrent } from "./exclusion";
import { gateKnown, oidcClient } from "./gate";
import { dockerSocket, networkMode, publishedPort } from "./host";
import { hostBoundary, hostOwner } from "./hosts";
import { identityHeaders } from "./identity";
import { forbiddenOption, labelKnown, labelReading } from "./labels";
import { middlewareDefinition } from "./middleware";
import { outpostRouter } from "./outpost";
import { serviceOwner } from "./owner";
import { priorityRange } from "./priority";
import { explicitEntryPoint, gateEntryPoint, serviceReach, streamRouter } from "./reach";
import { ruleLanguage } from "./rules";
import { staticConfiguration } from "./static";

/** Everything that has to hold, the two rules that matter most first. */
export const INVARIANTS: readonly Invariant[] = [
  outpostRouter,
  serviceDecision,
  labelKnown,
  labelReading,
  identityHeaders,
  middlewareDefinition,
  hostBoundary,
  hostOwner,
  gateKnown,
  oidcClient,
  exclusionCurrent,
  ruleLanguage,
  chainOrder,
  serviceReach,
  serviceOwner,
  streamRouter,
  priorityRange,
  explicitEntryPoint,
  gateEntryPoint,
  forbiddenOption,
  staticConfiguration,
  publishedPort,
  networkMode,
  dockerSocket,
];
