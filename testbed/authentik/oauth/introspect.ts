import { jwtVerify } from "jose";
import type { DoubleContext } from "../context";
import type { UserRow } from "../rows";
import { subject } from "./claims";
import { type Client, clientById } from "./clients";
import { clientCredentials, type EndpointAnswer, type EndpointRequest, sameSecret } from "./endpoint";
import { publicKey, signingKey } from "./keys";

/** A verified access token with its user. */
interface VerifiedToken {
  claims: { [claim: string]: unknown };
  user: UserRow;
}

/** `/application/o/introspect/` (RFC 7662): a token of the client itself is active, any other text is not. */
export async function introspectionEndpoint(context: DoubleContext, request: EndpointRequest): Promise<EndpointAnswer> {
  const { id, secret } = clientCredentials(request);
  const client = await clientById(context.store, id);
  if (!client || !sameSecret(secret, client.provider.client_secret)) return { status: 200, json: { active: false } };
  const verified = await verifyAccessToken(context, client, request.form.get("token") ?? "");
  if (!verified) return { status: 200, json: { active: false } };
  return { status: 200, json: { ...verified.claims, active: true, client_id: client.provider.client_id } };
}

/** Checks an access token of a client; undefined where it is forged, too old, or its user is gone or inactive. */
export async function verifyAccessToken(
  { store, clock }: DoubleContext,
  { provider }: Client,
  token: string,
): Promise<VerifiedToken | undefined> {
  const key = await signingKey(store, provider);
  try {
    const { payload } = await jwtVerify(token, await publicKey(key), {
      algorithms: [key.algorithm],
      audience: provider.client_id,
      currentDate: clock(),
    });
    // An id token is no access token: only the latter names its scopes.
    if (typeof payload.scope !== "string") return undefined;
    const user = (await store.list("user")).find((candidate) => subject(provider, candidate) === payload.sub);
    return user?.is_active ? { claims: payload, user } : undefined;
  } catch {
    return undefined;
  }
}
