import { randomBytes } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { ApiError, type DnsRecord, Records } from "./records";

/** A running fake. */
export interface FakeCloudflare {
  /** Base address, the value of the provider's `baseUrl`: `http://127.0.0.1:40123/client/v4`. */
  readonly url: string;
  /** The only token that is accepted. */
  readonly token: string;
  /** Id of the one zone. */
  readonly zoneId: string;
  /** The records as they are now. */
  records(): readonly DnsRecord[];
  close(): Promise<void>;
}

/** How the fake is set up; every setting has a default. */
export interface FakeOptions {
  /** Name of the zone. @default "example.com" */
  readonly zone?: string;
  /** Address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. @default 0 */
  readonly port?: number;
}

interface Params {
  readonly zone?: string;
  readonly record?: string;
}

/**
 * Starts a small fake of Cloudflare's v4 API in this process: one zone, its DNS records, and a token.
 *
 * @example
 * const cloudflare = await startFakeCloudflare({ zone: "example.com" });
 * // new cloudflare.Provider("dns", { apiToken: cloudflare.token, baseUrl: cloudflare.url })
 * await cloudflare.close();
 */
export async function startFakeCloudflare(options: FakeOptions = {}): Promise<FakeCloudflare> {
  const zone = { id: randomBytes(16).toString("hex"), name: options.zone ?? "example.com", status: "active" };
  const token = randomBytes(30).toString("base64url");
  const records = new Records(zone.name);
  const app = fastify({ logger: false });
  answerErrors(app);
  app.addHook("onRequest", async (request) => checkToken(request, token));
  await app.register(async (api) => routes(api, zone, records), { prefix: "/client/v4" });
  const address = await app.listen({ host: options.host ?? "127.0.0.1", port: options.port ?? 0 });
  return {
    url: `${address}/client/v4`,
    token,
    zoneId: zone.id,
    records: () => records.list(),
    close: () => app.close(),
  };
}

function routes(api: FastifyInstance, zone: { id: string; name: string }, records: Records): void {
  const inZone = (request: FastifyRequest): string => {
    const params = request.params as Params;
    if (params.zone !== zone.id) {
      throw new ApiError(404, 7003, `Could not route to ${request.url}, perhaps your object identifier is invalid?`);
    }
    return params.record ?? "";
  };
  const body = (request: FastifyRequest) => (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const path = "/zones/:zone/dns_records";

  api.get("/user/tokens/verify", async () => envelope({ id: zone.id, status: "active" }));
  api.get("/zones", async (request) => {
    const { name } = request.query as { readonly name?: string };
    return page(name === undefined || name === zone.name ? [zone] : [], request);
  });
  api.get("/zones/:zone", async (request) => {
    inZone(request);
    return envelope(zone);
  });
  api.get(path, async (request) => {
    inZone(request);
    return page(records.list(request.query as Readonly<Record<string, string>>), request);
  });
  api.post(path, async (request) => {
    inZone(request);
    return envelope(records.create(body(request)));
  });
  api.get(`${path}/:record`, async (request) => envelope(records.get(inZone(request))));
  api.put(`${path}/:record`, async (request) => envelope(records.replace(inZone(request), body(request))));
  api.patch(`${path}/:record`, async (request) => envelope(records.change(inZone(request), body(request))));
  api.delete(`${path}/:record`, async (request) => {
    const id = inZone(request);
    records.remove(id);
    return envelope({ id });
  });
}

function checkToken(request: FastifyRequest, token: string): void {
  const header = request.headers.authorization;
  if (header === undefined) throw new ApiError(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  if (header !== `Bearer ${token}`) throw new ApiError(403, 9109, "Invalid access token");
}

function answerErrors(app: FastifyInstance): void {
  const failed = (code: number, message: string) => ({
    success: false,
    errors: [{ code, message }],
    messages: [],
    result: null,
  });
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).send(failed(error.code, error.message));
    return reply.code(error.statusCode ?? 500).send(failed(10_000, error.message));
  });
  app.setNotFoundHandler(async (request, reply) => reply.code(404).send(failed(7000, `No route for ${request.url}`)));
}

function envelope(result: unknown) {
  return { success: true, errors: [], messages: [], result };
}

function page(all: readonly unknown[], request: FastifyRequest) {
  const query = request.query as { readonly page?: string; readonly per_page?: string };
  const number = Math.max(1, Number(query.page ?? 1));
  const size = Math.max(1, Number(query.per_page ?? 100));
  const result = all.slice((number - 1) * size, number * size);
  const totals = { total_count: all.length, total_pages: Math.ceil(all.length / size) };
  return { ...envelope(result), result_info: { page: number, per_page: size, count: result.length, ...totals } };
}
