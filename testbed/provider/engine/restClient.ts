import { Agent, request } from "undici";
import type { Value } from "./value";

/** How a REST API is reached. */
export interface RestOptions {
  /** What answers, for messages: `authentik`, `Cloudflare`. */
  readonly title: string;
  /** Address that every path is appended to, without a slash at its end: `http://127.0.0.1:9000/api/v3`. */
  readonly baseUrl: string;
  /** Headers of every request, `Authorization` included. */
  readonly headers: Readonly<Record<string, string>>;
  /** Do not check the server's certificate. */
  readonly insecure: boolean;
  /** Reads the server's reasons out of the body of a refusal. */
  readonly explain: (body: Value) => Refusal;
}

/** A refusal in the server's words: reasons per request field, and reasons that belong to none. */
export interface Refusal {
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly general: readonly string[];
}

/** One query parameter; a list repeats the parameter, undefined leaves it out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Thrown for every answer outside 200–299. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly call: string,
    readonly refusal: Refusal,
    readonly title: string,
  ) {
    const reasons = [
      ...refusal.general,
      ...Object.entries(refusal.fields).map(([name, why]) => `${name}: ${why.join(" ")}`),
    ];
    super(`${title} refused ${call} (${status})${reasons.length > 0 ? `: ${reasons.join("; ")}` : ""}`);
  }
}

/** A small JSON client. It never retries: a failed call is the caller's to judge. */
export class RestClient {
  private readonly dispatcher: Agent;

  constructor(private readonly options: RestOptions) {
    this.dispatcher = new Agent({ connect: { rejectUnauthorized: !options.insecure } });
  }

  /** Ends the calls under way and closes the connections. */
  close(): void {
    void this.dispatcher.destroy();
  }

  /** Like `call`, but undefined for 404. */
  async find(method: string, path: string, body?: Value, query?: Query): Promise<Value | undefined> {
    try {
      return await this.call(method, path, body, query);
    } catch (error) {
      if (error instanceof RestError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Sends one request and returns the JSON of the answer, null for an empty one.
   *
   * @throws RestError for a refusal; Error where nothing answers or the answer is not JSON
   */
  async call(method: string, path: string, body?: Value, query: Query = {}): Promise<Value> {
    const { title, baseUrl, headers } = this.options;
    const url = new URL(`${baseUrl}${path}`);
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined) url.searchParams.append(name, String(one));
      }
    }
    const call = `${method} ${url.pathname}`;
    const response = await request(url, {
      method: method as "GET",
      dispatcher: this.dispatcher,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    }).catch((error: Error & { code?: string }) => {
      throw new Error(`${title} does not answer at ${url.origin} (${error.code ?? error.message}) for ${call}`);
    });
    const text = await response.body.text();
    if (response.statusCode < 200 || response.statusCode > 299) {
      throw new RestError(
        response.statusCode,
        call,
        this.options.explain(parseJson(text) ?? text.slice(0, 200)),
        title,
      );
    }
    if (text === "") return null;
    const type = String(response.headers["content-type"] ?? "");
    if (!/^application\/([a-z.+-]+\+)?json\b/i.test(type)) {
      throw new Error(
        `${title} answered ${call} with "${type || "no content type"}" instead of JSON: undefined response type`,
      );
    }
    const json = parseJson(text);
    if (json === undefined) throw new Error(`${title} answered ${call} with text that is not JSON`);
    return json;
  }
}

function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
