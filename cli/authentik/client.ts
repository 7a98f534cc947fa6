/** authentik's REST API, as far as the operating commands use it. No answer and no token ends up in an error. */
import { fetch } from "undici";
import { EXIT, UserError } from "../errors";
import type { AuthentikAccess } from "../recovery/authentikOrphans";

/** An object of the API. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** One page of a list. */
export interface ApiPage {
  readonly results: readonly ApiObject[];
  readonly page: number;
  readonly pages: number;
}

/** The API does not answer, or answers otherwise than with success: for the user to mend, so never a stack trace. */
export class AuthentikError extends UserError {
  /** @param status HTTP status; nothing where there was no answer */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super({ what: message }, EXIT.failed);
    this.name = "AuthentikError";
  }
}

const TIMEOUT_MS = 15_000;

/** The most that the server gives at once. */
const PAGE_SIZE = 100;

/** Talks to one authentik with one token. */
export class AuthentikClient {
  private readonly base: string;

  constructor(
    private readonly access: AuthentikAccess,
    private readonly signal?: AbortSignal,
  ) {
    this.base = `${access.url.replace(/\/+$/, "").replace(/\/api\/v3$/, "")}/api/v3`;
  }

  /** @throws {AuthentikError} unless the answer is a success */
  async call(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<ApiObject> {
    const response = await this.send(method, path, body);
    if (!response.ok) {
      await response.body?.cancel();
      throw new AuthentikError(
        `authentik answers ${response.status} to ${method} ${path.split("?")[0]}`,
        response.status,
      );
    }
    if (response.status === 204) return {};
    try {
      return (await response.json()) as ApiObject;
    } catch {
      throw new AuthentikError(`authentik answers ${method} ${path.split("?")[0]} with something that is no JSON`);
    }
  }

  /** The pages of a list, one after the other, so that the reader decides when it has enough. */
  async *pages(path: string, query: Readonly<Record<string, string>> = {}): AsyncGenerator<ApiPage> {
    for (let page = 1; ; page += 1) {
      const parameters = new URLSearchParams({ ...query, page: String(page), page_size: String(PAGE_SIZE) });
      const { results, pagination } = await this.call("GET", `${path}?${parameters}`);
      if (!Array.isArray(results)) throw new AuthentikError(`authentik's list ${path} holds no results`);
      const { next, total_pages: pages } = (pagination ?? {}) as { next?: unknown; total_pages?: unknown };
      yield { results: results as ApiObject[], page, pages: typeof pages === "number" ? pages : page };
      if (typeof next !== "number" || next === 0) return;
    }
  }

  /** A whole list. */
  async all(path: string, query: Readonly<Record<string, string>> = {}): Promise<ApiObject[]> {
    const found: ApiObject[] = [];
    for await (const { results } of this.pages(path, query)) found.push(...results);
    return found;
  }

  private async send(method: string, path: string, body: unknown) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await fetch(this.base + path, {
        method,
        headers: {
          authorization: `Bearer ${this.access.token}`,
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: this.signal ? AbortSignal.any([this.signal, timeout]) : timeout,
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new AuthentikError(`authentik at ${this.access.url} does not answer: ${cause}`);
    }
  }
}
