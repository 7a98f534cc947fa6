/** The double has the embedded outpost's store only, which takes a cookie's value over as the session id. */
const FILE_STORE = "file store of a standalone outpost: it expires a cookie that it does not know, and starts no session";

/** Rule 35 of the recording: one file store for all providers, with the cookie options of the one loaded last. */
const ONE_STORE = "file store of a standalone outpost: every cookie gets the options of the provider loaded last";

/**
 * Recorded exchanges that the double does not keep, each with the reason. The replay test plays them too and fails
 * where a listed one would pass, so the list holds nothing but true differences.
 */
export const SKIPPED_EXCHANGES: { [id: string]: string } = {
  "sglA-ck-garbage": FILE_STORE,
  "sglA-ck-empty": FILE_STORE,
  "sglA-ck-b64": FILE_STORE,
  "sglA-ck-tamper": FILE_STORE,
  "sglA-ck-traversal": FILE_STORE,
  "sglA-ck-long": FILE_STORE,
  "sglA-ck-garbage-cb": FILE_STORE,
  "sglA-logout-fa-after": FILE_STORE,
  "sglA-logout-fa-other": FILE_STORE,
  "sglA-signout-relogin": FILE_STORE,
  "sglA-cb-gone": FILE_STORE,
  "sglA-sessionend": FILE_STORE,
  "domA-signout-after": FILE_STORE,
  "bdl-signout-single": FILE_STORE,
  "bdl-stale": FILE_STORE,
  "bsl-ck-garbage": FILE_STORE,
  "bdl-single-anon": ONE_STORE,
  "bdl-single-cb": ONE_STORE,
  "bdl-single-with-domain-cookie": ONE_STORE,
  "bsl-domain-anon": ONE_STORE,
  "bsl-ext-anon": ONE_STORE,
  "bsl-host-evil": ONE_STORE,
  "bsl-host-upperdomain": ONE_STORE,
  "bsl-host-subsub": ONE_STORE,
  "bsl-host-subofsingle": ONE_STORE,
  "bsl-host-apex": ONE_STORE,
  "two-wide": ONE_STORE,
  "sglA-refresh-validity": "file store of a standalone outpost: its options stay those of the first load until a restart",
  "sglA-auth-short-later": "file store of a standalone outpost: it does not look at the end of the token, Postgres does",
  "sglA-signout-authz": "the recording's error page was reduced to one line of text; the double's is a page of its own",
  "sglA-static": "the file was put there for the recording; the double has no static files",
};
