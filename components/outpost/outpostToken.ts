import { type ApiAnswer, AuthentikApi, described } from "./authentikApi";

export interface OutpostTokenArgs {
  /** Base URL of the API. */
  readonly url: string;
  /** API token of an administrator. */
  readonly token: string;
  /** authentik's id of the outpost, with its dashes. */
  readonly outpost: string;
  /** How long to wait for authentik to make it, in seconds. @default 60 */
  readonly timeoutSeconds?: number;
  /** Pause between two looks, in milliseconds. @default 1000 */
  readonly intervalMs?: number;
}

/**
 * The token with which an outpost of our own calls authentik.
 *
 * authentik makes it together with the outpost's service account and names it `ak-outpost-<uuid>-api`
 * (`authentik/outposts/models.py`); no resource of the provider gives it out (terraform-provider-authentik issue 875),
 * so it is asked for by its name. Reading it is an event in authentik's log (`secret_view`).
 *
 * @throws Error with authentik's answer, and never the token, when it is not there in time.
 */
export async function outpostToken(args: OutpostTokenArgs): Promise<string> {
  const api = new AuthentikApi(args.url, args.token);
  const path = `/core/tokens/ak-outpost-${encodeURIComponent(args.outpost)}-api/view_key/`;
  const end = Date.now() + (args.timeoutSeconds ?? 60) * 1000;
  let last: ApiAnswer;
  do {
    last = await api.call("GET", path);
    if (last.status === 200 && typeof last.body.key === "string" && last.body.key !== "") return last.body.key;
    // Anything but "not there yet" stays as it is.
    if (last.status === 403) break;
    await new Promise((resolve) => setTimeout(resolve, args.intervalMs ?? 1000));
  } while (Date.now() < end);
  throw new Error(
    `authentik gives no token for outpost ${args.outpost}: ${described(last)}. Look at Applications > Outposts and at the worker's log; the program's token must be an administrator's.`,
  );
}
