/** authentik's REST API, for tests that play the administrator. */
export class AuthentikApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(`/api/v3${path}`, this.url), {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** The one object that a list call finds. */
  async find(path: string): Promise<Record<string, unknown>> {
    const { results } = (await this.call("GET", path)) as { results: Record<string, unknown>[] };
    if (results.length === 1 && results[0]) return results[0];
    throw new Error(`${path}: expected one object, found ${results.length}`);
  }

  /** Makes a user with a password, in the groups named. */
  async addUser(username: string, password: string, groups: readonly string[]): Promise<void> {
    const ids = await Promise.all(
      groups.map(async (name) => (await this.find(`/core/groups/?name=${encodeURIComponent(name)}`)).pk),
    );
    const user = await this.call("POST", "/core/users/", {
      username,
      name: username,
      email: `${username}@example.com`,
      groups: ids,
    });
    await this.call("POST", `/core/users/${String(user.pk)}/set_password/`, { password });
  }
}
