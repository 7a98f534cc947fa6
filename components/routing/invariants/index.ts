import type { Invariant } from "../invariant";
import { applicationProvider } from "./application";
import { exclusionApproved } from "./approval";
import { chainOrder } from "./chain";
import { cookieBoundary } from "./cookie";
import { serviceDecision } from "./decision";
import { dnsRecord } from "./dns";
import { exclusionCurrent } from "./exclusion";
import { gateFiles } from "./files";
import { gateKnown, oidcClient } from "./gate";
import { networkMode, publishedPort } from "./host";
import { hostBoundary, hostOwner } from "./hosts";
import { identityHeaders } from "./identity";
import { forbiddenOption, labelKnown, labelReading } from "./labels";
import { middlewareDefinition } from "./middleware";
import { databaseNetwork, undecidedContainer } from "./network";
import { outpostRouter } from "./outpost";
import { serviceOwner } from "./owner";
import { priorityRange } from "./priority";
import { applicationBinding, outpostProvider, providerSettings, redirectUri } from "./provider";
import { explicitEntryPoint, gateEntryPoint, serviceReach, streamRouter } from "./reach";
import { ruleLanguage } from "./rules";
import { dockerSocket } from "./socket";
import { staticConfiguration } from "./static";
import { versionFloor } from "./version";

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
  gateFiles,
  versionFloor,
  undecidedContainer,
  databaseNetwork,
  providerSettings,
  applicationBinding,
  applicationProvider,
  redirectUri,
  outpostProvider,
  dnsRecord,
  exclusionApproved,
  cookieBoundary,
];
