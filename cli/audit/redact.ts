/** Takes secrets out of text before it is shown or exported. authentik cleans most of its events; nothing relies on that. */

const HIDDEN = "[hidden]";

/** Names under which secrets travel; compared against the last part of a name. */
const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|key|code|state|nonce|jwt|cookie|session|credentials?|signature|sig|authorization|hash|otp)s?$/i;

/** Whether a field of that name may hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * The text without query strings, credentials in URLs, header credentials, signed tokens, and values of fields whose
 * name says that they are secret.
 *
 * @example redact("GET /callback?code=abc by Bearer xyz") // "GET /callback?[hidden] by Bearer [hidden]"
 */
export function redact(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${HIDDEN}`)
    .replace(/\beyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)+/g, HIDDEN)
    .replace(/(\w:\/\/)[^\s/@]+@/g, `$1${HIDDEN}@`)
    .replace(/\?[^\s"'<>]+/g, `?${HIDDEN}`)
    .replace(/(["']?)([\w.-]+)\1(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/g, (whole, quote, name, sign) =>
      isSecretName(name) ? `${quote}${name}${quote}${sign}${HIDDEN}` : whole,
    );
}
