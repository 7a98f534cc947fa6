import type { FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import type { UserRow } from "../rows";

/** The user of the request's login session, undefined without one. The API takes it where no bearer token is sent. */
export async function sessionUser(_request: FastifyRequest, _context: DoubleContext): Promise<UserRow | undefined> {
  return undefined;
}
