import type { FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import type { UserRow } from "../rows";
import { findSession, userOf } from "./coreSession";

/** The user of the request's login session, undefined without one. The API takes it where no bearer token is sent. */
export async function sessionUser(request: FastifyRequest, context: DoubleContext): Promise<UserRow | undefined> {
  return userOf(context, await findSession(context, request));
}
