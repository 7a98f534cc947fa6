import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";

/** Placeholder until this part is written. */
export function registerRest(_app: FastifyInstance, _context: DoubleContext): void {}
