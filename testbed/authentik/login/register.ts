import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { registerExecutor } from "./executor";
import { registerFlowPages } from "./flowPage";
import { registerLibrary } from "./library";

/** Login, logout and the list of applications: the flow executor of the API and the pages of a browser. */
export function registerLogin(app: FastifyInstance, context: DoubleContext): void {
  registerExecutor(app, context);
  registerFlowPages(app, context);
  registerLibrary(app, context);
}
