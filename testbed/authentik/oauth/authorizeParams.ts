/** Query of an authorize request, as far as it matters here. Missing values are empty. */
export interface AuthorizeParams {
  clientId: string;
  redirectUri: string;
  responseType: string;
  scopes: string[];
  state: string;
  nonce: string | undefined;
  prompt: string[];
  codeChallenge: string | undefined;
  codeChallengeMethod: string;
}

export function readAuthorizeParams(query: URLSearchParams): AuthorizeParams {
  const words = (name: string): string[] => (query.get(name) ?? "").split(" ").filter((word) => word !== "");
  return {
    clientId: query.get("client_id") ?? "",
    redirectUri: query.get("redirect_uri") ?? "",
    responseType: query.get("response_type") ?? "",
    scopes: words("scope"),
    state: query.get("state") ?? "",
    nonce: query.get("nonce") ?? undefined,
    prompt: words("prompt"),
    codeChallenge: query.get("code_challenge") ?? undefined,
    codeChallengeMethod: query.get("code_challenge_method") ?? "plain",
  };
}

/**
 * The client's redirect URI with an answer in its query. What was in the query before stays.
 *
 * @example answerUrl("https://a.example.com/cb?x=1", { code: "c", state: "s" }) // "https://a.example.com/cb?x=1&code=c&state=s"
 */
export function answerUrl(redirectUri: string, answer: { [name: string]: string }): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== "") url.searchParams.set(name, value);
  return url.href;
}

/** An error that may be told to the client: its redirect URI is known to be right. */
export function errorUrl({ redirectUri, state }: AuthorizeParams, error: string, description: string): string {
  return answerUrl(redirectUri, { error, error_description: description, state });
}
