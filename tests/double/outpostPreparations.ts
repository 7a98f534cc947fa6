import type { Replay } from "./outpostReplay";

const APP = "https://app.example.com/";

/** What happened between two recorded exchanges, by the id of the one that follows. */
export const PREPARATIONS: { [id: string]: (replay: Replay) => Promise<void> } = {
  "sglA-ck-tamper": async (replay) => {
    const cookie = await replay.startLogin(APP);
    replay.bind(34, `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`);
  },
  "sglA-logout-fa": async (replay) => {
    replay.bind(44, await replay.logIn(APP, "good.alice"));
    replay.bind(45, await replay.logIn(APP, "good.alice"));
    replay.bind(46, await replay.logIn(APP, "good.bob"));
  },
  "sglA-cb-gone": async (replay) => {
    replay.bind(48, await replay.startLogin(APP));
    await replay.loseSessions();
  },
  "sglA-auth-short": async (replay) => replay.bind(49, await replay.logIn(APP, "short.alice")),
  "sglA-auth-short-later": async (replay) => replay.advance(3),
  "sglA-refresh-renamed": async (replay) => replay.change({ name: "Renamed", skip_path_regex: "^/open/" }),
  "sglA-refresh-validity": async (replay) => replay.change({ access_token_validity: "seconds=600" }),
  "sglA-refresh-secret": async (replay) =>
    replay.change({ cookie_secret: "another-cookie-secret-0123456789abcdef", access_token_validity: "hours=24" }),
  "sglA-refresh-clientid": async (replay) => replay.change({ client_id: "client-id-changed-0000" }),
  "sglA-restart": async (replay) => {
    replay.change({ client_id: "client-id-single-0000000000000000000", name: "Single", skip_path_regex: "" });
    replay.bind(53, await replay.logIn(APP, "good.alice"));
    await replay.restart();
  },
  "sglA-sessionend": async (replay) => {
    replay.bind(54, await replay.logIn(APP, "good.alice"));
    await replay.endCoreSession("core-session-alice");
  },
  "sglA-refresh-none": async (replay) => replay.change(undefined),
};
