import { escapeBytes, unescapeBytes } from "./goText";

/** A URL as Go's `net/url` takes it apart. `path` is decoded, `rawPath` is as it came; `host` holds the port. */
export interface GoUrl {
  scheme: string;
  opaque: string;
  user: string | undefined;
  host: string;
  path: string;
  rawPath: string;
  rawQuery: string;
  forceQuery: boolean;
  fragment: string;
}

const HOST_CHARACTERS = /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]$/;
const USER_CHARACTERS = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const VALID_PATH = /^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/%]*$/;
const PATH_KEPT = "$&+,/:;=@";

/**
 * Parses as Go does; undefined where Go gives an error (no scheme before the colon, a space in the host, a broken
 * escape, control characters). WHATWG URLs repair such text, and a repaired URL would open what the outpost refuses.
 *
 * @example parseGoUrl("https://app.example.com/a%zz") // undefined
 */
export function parseGoUrl(text: string): GoUrl | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined;
  const [beforeFragment, fragment = ""] = cut(text, "#");
  const scheme = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(beforeFragment)?.[1] ?? "";
  if (scheme === "" && beforeFragment.startsWith(":")) return undefined;
  const afterScheme = scheme === "" ? beforeFragment : beforeFragment.slice(scheme.length + 1);
  const forceQuery = /^[^?]*\?$/.test(afterScheme);
  const [beforeQuery, rawQuery = ""] = cut(afterScheme, "?");
  const url: GoUrl = {
    scheme: scheme.toLowerCase(),
    opaque: "",
    user: undefined,
    host: "",
    path: "",
    rawPath: "",
    rawQuery,
    forceQuery,
    fragment: unescapeBytes(fragment) ?? "",
  };
  if (unescapeBytes(fragment) === undefined) return undefined;
  if (!beforeQuery.startsWith("/")) {
    if (scheme !== "") return { ...url, opaque: beforeQuery };
    if ((beforeQuery.split("/", 1)[0] ?? "").includes(":")) return undefined;
  }
  return withAuthorityAndPath(url, beforeQuery);
}

function withAuthorityAndPath(url: GoUrl, rest: string): GoUrl | undefined {
  const hasAuthority = rest.startsWith("//") && (url.scheme !== "" || !rest.startsWith("///"));
  const slash = hasAuthority ? rest.indexOf("/", 2) : 0;
  const authority = hasAuthority ? rest.slice(2, slash < 0 ? undefined : slash) : "";
  const rawPath = slash < 0 ? "" : rest.slice(slash);
  const path = unescapeBytes(rawPath);
  if (path === undefined) return undefined;
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? undefined : authority.slice(0, at);
  if (user !== undefined && (!USER_CHARACTERS.test(user) || unescapeBytes(user) === undefined)) return undefined;
  const host = parseHost(authority.slice(at + 1));
  return host === undefined ? undefined : { ...url, user, host, path, rawPath };
}

function parseHost(text: string): string | undefined {
  const port = text.startsWith("[") ? text.slice(text.lastIndexOf("]") + 1) : (/:[^:]*$/.exec(text)?.[0] ?? "");
  if (!/^(:\d*)?$/.test(port)) return undefined;
  // In a host only bytes above ASCII may be escaped.
  if (/%(?![89A-Fa-f][0-9A-Fa-f])/.test(text)) return undefined;
  for (const character of text.replace(/%[0-9A-Fa-f]{2}/g, "")) {
    if (character < "\u0080" && !HOST_CHARACTERS.test(character)) return undefined;
  }
  return unescapeBytes(text);
}

/** Go's `URL.String()`. */
export function goUrlText(url: GoUrl): string {
  const scheme = url.scheme === "" ? "" : `${url.scheme}:`;
  const query = url.forceQuery || url.rawQuery !== "" ? `?${url.rawQuery}` : "";
  const fragment = url.fragment === "" ? "" : `#${escapeBytes(url.fragment, (c) => "!$&'()*+,/:;=?@".includes(c))}`;
  if (url.opaque !== "") return `${scheme}${url.opaque}${query}${fragment}`;
  const hasAuthority = url.host !== "" || url.user !== undefined || (url.scheme !== "" && url.path !== "");
  const user = url.user === undefined ? "" : `${url.user}@`;
  const authority = hasAuthority ? `//${user}${escapeBytes(url.host, (c) => HOST_CHARACTERS.test(c))}` : "";
  const path = escapedPath(url);
  return `${scheme}${authority}${path !== "" && !path.startsWith("/") && url.host !== "" ? "/" : ""}${path}${query}${fragment}`;
}

/** The path as it came where that is a valid coding, else coded anew. */
function escapedPath(url: GoUrl): string {
  if (VALID_PATH.test(url.rawPath) && unescapeBytes(url.rawPath) === url.path) return url.rawPath;
  return escapeBytes(url.path, (character) => PATH_KEPT.includes(character));
}

/** Go's `URL.Hostname()`: the host without its port. */
export function goHostname(url: GoUrl): string {
  return url.host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
}

function cut(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
