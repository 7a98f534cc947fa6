/** An answer of authentik's API. */
export interface ApiAnswer {
  /** 0 where nothing answered. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** authentik's own clock, from the answer's `Date`. */
  readonly now: Date;
}

/** authentik's API as the guard of the outpost uses it. No error and no text of it holds the token. */
export class AuthentikApi {
  /** @param url base URL, straight to the server, e.g. `http://127.0.0.1:9000` */
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  /** One request below `/api/v3`. Never throws: no answer is status 0, with the reason as `detail`. */
  async call(method: string, path: string, body?: object): Promise<ApiAnswer> {
    // AbortSignal.timeout would not keep the program alive: waiting for an answer alone, Node would just end.
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error("no answer within 15 s")), 15_000);
    try {
      const response = await fetch(new URL(`/api/v3${path}`, this.url), {
        method,
        headers: { Authorization: `Bearer ${this.token}`, ...(body && { "Content-Type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: controller.signal,
      });
      const text = await response.text();
      const json = response.headers.get("content-type")?.includes("json") ? (JSON.parse(text) as unknown) : undefined;
      const date = Date.parse(response.headers.get("date") ?? "");
      return { status: response.status, body: record(json), now: new Date(Number.isNaN(date) ? Date.now() : date) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
      return { status: 0, body: { detail }, now: new Date() };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What an answer says of itself, for an error: status, and authentik's own words. */
export function described({ status, body }: ApiAnswer): string {
  const detail = body.detail ?? Object.values(body)[0];
  const words = Array.isArray(detail) ? detail.join(" ") : typeof detail === "string" ? detail : "";
  return `${status === 0 ? "nothing answers" : `it answers ${status}`}${words === "" ? "" : ` (${words})`}`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
