import type { OutpostApp } from "./app";
import { type GoUrl, goUrlText } from "./goUrl";

/** What JavaScript would read otherwise than Go does: such a line never matches here, which keeps the page closed. */
const UNSURE = /\(\?<?[=!]|\\[1-9]|\[\[:|\(\?[a-z]*-|\\[QEpPCz]|\\x\{/;

/**
 * True where `skip_path_regex` opens the URL (rules 25 to 27). Searched, not anchored; in single mode in the decoded
 * path, in domain mode in the whole URL. An empty line opens everything, a line that does not compile nothing.
 */
export function isAllowlisted(app: OutpostApp, url: GoUrl): boolean {
  const { mode, skip_path_regex } = app.provider;
  if (skip_path_regex === "") return false;
  const text = mode === "forward_domain" ? goUrlText(url) : url.path;
  return skip_path_regex.split("\n").some((line) => compileGoRegexp(line)?.test(text) === true);
}

/** A Go regular expression in JavaScript; undefined where it does not compile or would mean something else. */
export function compileGoRegexp(line: string): RegExp | undefined {
  const [, flags = "", rest = ""] = /^(?:\(\?([is]+)\))?(.*)$/s.exec(line) ?? [];
  if (UNSURE.test(rest)) return undefined;
  const pattern = rest.replaceAll("\\A", "^").replaceAll("(?P<", "(?<");
  try {
    return new RegExp(pattern, [...new Set(flags)].join(""));
  } catch {
    return undefined;
  }
}
