import { randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { OutpostApp } from "./app";

/** What the outpost carries through the login, signed with the provider's cookie_secret. No time limit, as in the real one. */
interface LoginState {
  /** The outpost session that started the login. */
  sid: string;
  /** URL to go back to; empty where none was wanted or allowed. */
  redirect: string;
}

/** Signs a state: HS256, exactly the claims iss, sid, state and redirect. */
export async function signState(app: OutpostApp, { sid, redirect }: LoginState): Promise<string> {
  const claims = { iss: issuer(app), sid, state: randomBytes(32).toString("base64url"), redirect };
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret(app));
}

/** Reads a state; undefined where it is empty, forged or another provider's. */
export async function readState(app: OutpostApp, token: string): Promise<LoginState | undefined> {
  try {
    const { payload } = await jwtVerify(token, secret(app), { algorithms: ["HS256"], issuer: issuer(app) });
    const { sid, redirect } = payload;
    return typeof sid === "string" && typeof redirect === "string" ? { sid, redirect } : undefined;
  } catch {
    return undefined;
  }
}

function issuer(app: OutpostApp): string {
  return `goauthentik.io/outpost/${app.provider.client_id}`;
}

function secret(app: OutpostApp): Uint8Array {
  return new TextEncoder().encode(app.provider.cookie_secret);
}
