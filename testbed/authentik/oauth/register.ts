import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { decodeJwt } from "jose";
import type { DoubleContext } from "../context";
import { registerAuthorize } from "./authorize";
import { subject, userClaims } from "./claims";
import { clientById } from "./clients";
import { registerDiscovery } from "./discovery";
import { type EndpointAnswer, type EndpointRequest, originOf } from "./endpoint";
import { registerEndSession } from "./endSession";
import { introspectionEndpoint, verifyAccessToken } from "./introspect";
import { tokenEndpoint } from "./token";

/** The OAuth2 and OpenID endpoints below `/application/o/`. */
export function registerOAuth(app: FastifyInstance, context: DoubleContext): void {
  registerAuthorize(app, context);
  registerEndSession(app, context);
  registerDiscovery(app, context);
  app.post("/application/o/token/", async (request, reply) =>
    send(reply, await tokenEndpoint(context, endpointRequest(request))),
  );
  app.post("/application/o/introspect/", async (request, reply) =>
    send(reply, await introspectionEndpoint(context, endpointRequest(request))),
  );
  app.route({
    method: ["GET", "POST"],
    url: "/application/o/userinfo/",
    handler: async (request, reply) => {
      const claims = await userinfo(context, request.headers.authorization ?? "");
      if (claims) return reply.send(claims);
      return reply
        .code(401)
        .header("WWW-Authenticate", 'error="invalid_token", error_description="The access token is invalid"')
        .send();
    },
  });
}

/** The user's claims for a bearer token, read anew; undefined where the token is no good. */
async function userinfo(
  context: DoubleContext,
  authorization: string,
): Promise<{ [claim: string]: unknown } | undefined> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? "";
  const client = await clientById(context.store, audienceOf(token));
  const verified = client ? await verifyAccessToken(context, client, token) : undefined;
  if (!client || !verified) return undefined;
  const scopes = String(verified.claims.scope).split(" ");
  return {
    sub: subject(client.provider, verified.user),
    ...(await userClaims(context.store, client.provider, scopes, verified.user)),
  };
}

function audienceOf(token: string): string {
  try {
    const { aud } = decodeJwt(token);
    return typeof aud === "string" ? aud : "";
  } catch {
    return "";
  }
}

function endpointRequest(request: FastifyRequest): EndpointRequest {
  const body = typeof request.body === "object" && request.body !== null ? request.body : {};
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) if (typeof value === "string") form.set(name, value);
  return { form, origin: originOf(request), authorization: request.headers.authorization ?? "" };
}

function send(reply: FastifyReply, { status, json }: EndpointAnswer): FastifyReply {
  return reply.code(status).header("Cache-Control", "no-store").header("Pragma", "no-cache").send(json);
}
