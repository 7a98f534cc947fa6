import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BackchannelCall } from "./outpostRecordingCore";

/** One recorded exchange with the Go outpost, as `testbed/contract/outpost-exchanges.json` holds it. */
export interface Exchange {
  id: string;
  setup: string;
  variant: "A" | "B";
  title: string;
  meaning: string;
  request: { via: string; method: string; path: string; headers: [string, string][] };
  response: { status: number | string; headers: [string, string][]; body: string };
  location?: { base: string; params: [string, string][] };
  state_claims?: { iss: string; sid: string; state: string; redirect: string };
  set_cookie?: RecordedCookie[];
  backchannel?: BackchannelCall[];
}

/** A Set-Cookie taken apart; `value` and `Expires` may be placeholders. */
export type RecordedCookie = { [attribute: string]: string | boolean };

/** The exchanges of variant A in the order of the recording. Variant B is a proposal that was never released. */
export function recordedExchanges(): Exchange[] {
  const file = join(__dirname, "../../testbed/contract/outpost-exchanges.json");
  const { exchanges } = JSON.parse(readFileSync(file, "utf8")) as { exchanges: Exchange[] };
  return exchanges.filter((exchange) => exchange.variant === "A");
}

/** Query of the recorded Location, with its question mark; values as they are. */
export function queryOf({ location }: Exchange): string {
  const params = location?.params ?? [];
  return params.length === 0 ? "" : `?${params.map(([name, value]) => `${name}=${value}`).join("&")}`;
}
