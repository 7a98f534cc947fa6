export type { MiddlewareLabels, OptionValue, RouterLabels, ServiceLabels, TlsLabels, TraefikLabels } from "./model";
export type { LabelProblem, ParsedLabels, ParsedRouter, ParsedService, ParsedStreamRouter } from "./parse";
export { parseLabels } from "./parse";
export { renderLabels } from "./render";
