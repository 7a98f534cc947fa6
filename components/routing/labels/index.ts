export type { MiddlewareLabels, OptionValue, RouterLabels, ServiceLabels, TlsLabels, TraefikLabels } from "./model";
export { renderLabels } from "./render";
