import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { findService } from "../../cli/breakGlass/place";
import { closingRows, routesByFiles, routesByTimers, warnings } from "../../cli/breakGlass/report";
import { checkOpening, trustedProxiesOf } from "../../cli/breakGlass/request";
import { deadlineOf, type EmergencyRoute, renderRoute, routeFileName } from "../../cli/breakGlass/routeFile";
import type { TimerState } from "../../cli/breakGlass/timer";
import { IDENTITY_HEADERS, OUTPOST_PRIORITY } from "../../components/routing";

const sound = { for: "30m", reason: "authentik is down", from: ["192.168.1.0/24"] };
const open = (changes: Partial<typeof sound>, proxies: string[] = []) =>
  checkOpening({ ...sound, ...changes }, proxies);

describe("what may be opened in an emergency", () => {
  it("takes a time, a reason and ranges", () => {
    assert.deepEqual(open({ from: ["192.168.1.0/24, 10.0.0.7", "192.168.1.0/24", "2001:db8::/32"] }), {
      milliseconds: 1_800_000,
      reason: "authentik is down",
      from: ["192.168.1.0/24", "10.0.0.7", "2001:db8::/32"],
    });
    for (const [text, minutes] of [
      ["1m", 1],
      ["60s", 1],
      ["4h", 240],
      ["1h30m", 90],
      ["240m", 240],
    ] as const) {
      assert.equal(open({ for: text }).milliseconds, minutes * 60_000, text);
    }
  });

  it("refuses a time outside 1 minute to 4 hours, or none", () => {
    for (const text of ["59s", "4h1s", "241m", "1d", "0m", "", "30", "-5m", "1.5h", "30 m", "30M"]) {
      assert.throws(() => open({ for: text }), /--for is ".*"\.\nAllowed: 1m to 4h/, text);
    }
  });

  it("refuses an empty reason and a placeholder", () => {
    for (const reason of ["", "  ", "todo", "test", "tbd", "..", "abc"]) {
      assert.throws(() => open({ reason }), /needs a reason/, reason);
    }
  });

  it("refuses everybody, what is nearly everybody, and what is no range", () => {
    for (const range of [
      "0.0.0.0/0",
      "::/0",
      "0.0.0.0/00",
      "1.0.0.0/7",
      "0.0.0.0/1",
      "2000::/3",
      "2001::/31",
      "::ffff:0:0/96",
      "::ffff:10.0.0.0/104",
      "::ffff:10.0.0.1",
      "192.168.1.0/33",
      "192.168.1",
      "lan",
      "",
      "10.0.0.1-10.0.0.9",
      "`) || PathPrefix(`/`",
    ]) {
      assert.throws(() => open({ from: [range] }), /--from/, range);
    }
    for (const range of ["10.0.0.0/8", "2001:db8::/32", "fe80::1", "127.0.0.1"])
      assert.doesNotThrow(() => open({ from: [range] }), range);
    assert.throws(
      () => open({ from: ["192.168.1.0/24,0.0.0.0/0"] }),
      /is everybody[\s\S]*no way to open it for everybody/,
    );
    assert.throws(
      () => open({ from: ["banana"] }),
      (error: Error) => /"banana" is no address range/.test(error.message) && !error.message.includes("everybody"),
    );
    assert.throws(() => open({ from: Array.from({ length: 9 }, (_, n) => `10.0.${n}.0/24`) }), /9 ranges/);
  });

  it("refuses the addresses of a proxy in front of Traefik", () => {
    const proxies = trustedProxiesOf([
      "--entrypoints.web.forwardedheaders.trustedips=173.245.48.0/20,10.0.0.0/24",
      "--entrypoints.websecure.address=:443",
    ]);
    assert.deepEqual(proxies, ["173.245.48.0/20", "10.0.0.0/24"]);
    assert.throws(() => open({ from: ["10.0.0.0/8"] }, proxies), /trusted proxy 10\.0\.0\.0\/24/);
    assert.doesNotThrow(() => open({}, proxies));
  });
});

const HASH = "$2b$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkY8jIucDrjc8deX1s1.";
const ROUTE: EmergencyRoute = {
  service: "grafana",
  host: "grafana.example.com",
  traefikService: "grafana@docker",
  from: ["192.168.1.0/24", "10.0.0.7"],
  entryPoint: "websecure",
  certResolver: "",
  user: "emergency-a1b2c3",
  hash: HASH.slice(0, 60),
  deadline: 1_900_000_000,
};

function documentOf(text: string): Record<string, unknown> {
  const match = /^\{\{ if lt now\.Unix 1900000000 \}\}\n([\s\S]*)\{\{ end \}\}\n$/.exec(text);
  assert.ok(match, "the whole file stands in the condition on the time");
  assert.doesNotMatch(match[1] ?? "", /\{\{|\}\}/);
  return parse(match[1] ?? "") as Record<string, unknown>;
}

describe("the file of an emergency route", () => {
  it("opens one host for the ranges, behind a password, without identity headers, below the outpost", () => {
    const name = "break-glass-grafana";
    assert.deepEqual(documentOf(renderRoute(ROUTE)), {
      http: {
        routers: {
          [name]: {
            rule: "Host(`grafana.example.com`) && (ClientIP(`192.168.1.0/24`) || ClientIP(`10.0.0.7`))",
            priority: OUTPOST_PRIORITY - 1,
            entryPoints: ["websecure"],
            middlewares: [`${name}-login`, `${name}-strip`],
            service: "grafana@docker",
            tls: {},
          },
        },
        middlewares: {
          [`${name}-login`]: {
            basicAuth: {
              users: [`emergency-a1b2c3:${ROUTE.hash}`],
              realm: "emergency access as emergency-a1b2c3",
              removeHeader: true,
            },
          },
          [`${name}-strip`]: {
            headers: { customRequestHeaders: Object.fromEntries(IDENTITY_HEADERS.map((header) => [header, ""])) },
          },
        },
      },
    });
  });

  it("asks the gate's certificate resolver where there is one", () => {
    const { http } = documentOf(renderRoute({ ...ROUTE, certResolver: "cloudflare" })) as {
      http: { routers: Record<string, { tls: unknown }> };
    };
    assert.deepEqual(http.routers["break-glass-grafana"]?.tls, { certResolver: "cloudflare" });
  });

  it("refuses whatever the rule or the template would read otherwise", () => {
    const wrong: Partial<EmergencyRoute>[] = [
      { service: "a`b" },
      { service: "../x" },
      { service: "{{ env }}" },
      { host: "a`) || Host(`b" },
      { host: "A.example.com" },
      { host: "" },
      { traefikService: "x y" },
      { from: [] },
      { from: ["10.0.0.0/8`) || PathPrefix(`/"] },
      { user: "a:b" },
      { hash: "plain" },
      { entryPoint: "{{end}}" },
      { certResolver: "x\ny" },
      { deadline: 0 },
      { deadline: Number.NaN },
      { deadline: 1.5 },
    ];
    for (const changes of wrong)
      assert.throws(() => renderRoute({ ...ROUTE, ...changes }), Error, JSON.stringify(changes));
  });

  it("tells its end to whoever reads its first line", () => {
    assert.equal(deadlineOf(renderRoute(ROUTE)), ROUTE.deadline);
    assert.equal(deadlineOf("http: {}"), undefined);
    assert.equal(routeFileName("grafana"), "break-glass-grafana.yml");
  });
});

describe("the service of an emergency route", () => {
  it("with a login of its own is refused, and a local administrator spoken of only where there is one", () => {
    const oidc = { name: "grafana", url: "https://grafana.example.com", access: "oidc" };
    const refused = (localAdmin?: unknown) => {
      try {
        return findService([localAdmin === undefined ? oidc : { ...oidc, localAdmin }], "grafana").name;
      } catch (error) {
        return String(error);
      }
    };
    for (const known of ["admin, in the vault", { user: "admin" }]) {
      assert.match(refused(known), /has its own login.*\n.*local administrator: npx authentik-sso inventory/);
    }
    for (const none of [undefined, false, ""]) {
      assert.match(refused(none), /has its own login.*\n.*names no local administrator/);
      assert.doesNotMatch(refused(none), /inventory/);
    }
  });
});

const NOW = new Date("2026-11-25T12:00:00Z");
const TIMER: TimerState = {
  service: "grafana",
  host: "grafana.example.com",
  from: ["192.168.1.0/24"],
  reason: "authentik is down",
  by: "root@nas",
  user: "emergency-1",
  opened: "2026-11-25T11:50:00Z",
  until: "2026-11-25T12:20:00Z",
  role: "timer",
  container: "sso-break-glass-grafana-timer",
  running: true,
  exitCode: 0,
  finished: "",
};
const GUARD: TimerState = { ...TIMER, role: "guard", container: "sso-break-glass-grafana-guard" };
const DEAD = { running: false, exitCode: 137, finished: "2026-11-25T11:55:00Z" };
const DONE = { running: false, exitCode: 0, finished: "2026-11-25T11:58:00Z" };

describe("what is said of emergency routes", () => {
  it("calls nothing closed that nobody closed", () => {
    const state = (timers: TimerState[], now = NOW) => routesByTimers(timers, now).map((route) => route.state);
    const later = new Date("2026-11-25T12:30:00Z");
    assert.deepEqual(state([TIMER, GUARD]), ["open"]);
    assert.deepEqual(state([{ ...TIMER, ...DEAD }, GUARD]), ["open"], "the guard still runs");
    assert.deepEqual(
      state([
        { ...TIMER, ...DEAD },
        { ...GUARD, ...DEAD },
      ]),
      ["unguarded"],
    );
    assert.deepEqual(
      state(
        [
          { ...TIMER, ...DEAD },
          { ...GUARD, ...DEAD },
        ],
        later,
      ),
      ["overdue"],
    );
    assert.deepEqual(
      state([
        { ...TIMER, ...DEAD },
        { ...GUARD, ...DONE },
      ]),
      ["closed"],
    );
    assert.deepEqual(state([{ ...TIMER, ...DONE }, GUARD]), ["closed"]);
    assert.deepEqual(state([]), []);
  });

  it("believes the files before the containers", () => {
    const name = "break-glass-grafana.yml";
    const files = (text = "{{ if lt now.Unix 1900000000 }}") => new Map([[name, text]]);
    const state = (timers: TimerState[], there: ReadonlyMap<string, string>) =>
      routesByFiles(timers, there, NOW).map((route) => route.state);
    assert.deepEqual(state([{ ...TIMER, ...DONE }], files()), ["overdue"], "its timer says closed, the file is there");
    assert.deepEqual(state([TIMER, GUARD], new Map()), ["closed"]);
    assert.deepEqual(state([TIMER, GUARD], files()), ["open"]);
    assert.deepEqual(state([], files()), ["unguarded"], "a file that no timer knows");
    assert.deepEqual(state([], files("{{ if lt now.Unix 100 }}")), ["overdue"]);
    assert.deepEqual(state([], files("http:")), ["unguarded"], "a file of somebody else has no end");
  });

  it("warns of each that is open, with who, why and how to close, and of no other", () => {
    const [text = ""] = warnings(routesByTimers([TIMER, GUARD], NOW));
    for (const part of ["grafana", "192.168.1.0/24", "2026-11-25T12:20:00Z", "authentik is down", "root@nas"]) {
      assert.ok(text.includes(part), part);
    }
    const [dead = ""] = warnings(routesByTimers([{ ...TIMER, ...DEAD }], NOW));
    assert.match(dead, /timer does not run.*break-glass close grafana/);
    assert.deepEqual(warnings(routesByTimers([{ ...TIMER, ...DONE }], NOW)), []);
  });

  it("gives the audit trail the closings", () => {
    const late = { ...DONE, finished: "2026-11-25T12:20:01.5Z" };
    const rows = closingRows(
      routesByTimers(
        [
          { ...TIMER, ...late },
          { ...TIMER, service: "wiki", ...DONE },
          { ...TIMER, service: "open" },
        ],
        NOW,
      ),
    );
    assert.deepEqual(
      rows.map(({ service, what, detail }) => [service, what, detail]),
      [
        ["grafana", "break_glass_closed", "its time was over; opened for: authentik is down"],
        ["wiki", "break_glass_closed", "closed before its time; opened for: authentik is down"],
      ],
    );
  });
});
