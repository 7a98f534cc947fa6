import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

/** A request to a machine endpoint of OAuth2, from the network or from the outpost in the same process. */
export interface EndpointRequest {
  form: URLSearchParams;
  /** Scheme and host that the client used. */
  origin: string;
  /** Authorization header, empty where there is none. */
  authorization: string;
}

export interface EndpointAnswer {
  status: number;
  json: { [field: string]: unknown };
}

/** The success answer of the token endpoint (RFC 6749, section 5.1, with OpenID's id_token). */
export interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  scope: string;
  /** Seconds. */
  expires_in: number;
  id_token: string;
  refresh_token?: string;
}

/** Scheme and host of a request; forwarded headers count only from trusted proxies. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

/** An OAuth2 error answer (RFC 6749, section 5.2). */
export function oauthError(error: string, description: string, status = 400): EndpointAnswer {
  return { status, json: { error, error_description: description } };
}

/** Client id and secret of a request: from the form, else from HTTP Basic. */
export function clientCredentials({ form, authorization }: EndpointRequest): { id: string; secret: string } {
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (form.has("client_id") || basic === undefined) {
    return { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
  }
  const pair = Buffer.from(basic, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? { id: pair, secret: "" } : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

/** Compares secrets without telling by time how much of one was right. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
