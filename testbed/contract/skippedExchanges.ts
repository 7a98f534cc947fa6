/**
 * Recorded exchanges that the double does not keep, each with the reason. The replay test plays them too and fails
 * where a listed one would pass, so the list holds nothing but true differences. Rows of variant B are left out of the
 * replay altogether: they record a proposal that was never released.
 */
export const SKIPPED_EXCHANGES: { [id: string]: string } = {
  "sglA-signout-authz": "the recording's error page was reduced to one line of text; the double's is a page of its own",
  "sglA-static": "the file was put there for the recording; the double has no static files",
};
