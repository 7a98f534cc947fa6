import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";
import { createColors } from "picocolors";
import { duration } from "../../cli/duration";
import type { StackOutputs } from "../../cli/live/outputs";
import { runSteps } from "../../cli/steps";
import { columnWidths, renderSummary, type Summary, summaryRows } from "../../cli/summary";
import { openTerminal, type Terminal } from "../../cli/terminal";

function logTerminal(): { terminal: Terminal; text: () => string } {
  const stream = new PassThrough();
  let text = "";
  stream.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const info = stream as unknown as NodeJS.WriteStream;
  return {
    terminal: { out: info, info, colors: createColors(false), interactive: false, canAsk: false },
    text: () => text,
  };
}

const outputs: StackOutputs = {
  services: [
    { name: "grafana", url: "https://grafana.sso.localhost", access: "domain" },
    {
      name: "jellyfin",
      url: "https://jellyfin.sso.localhost",
      access: "excluded",
      reason: "TV apps",
      until: "2027-06-30",
    },
    { name: "share", url: "https://share.sso.localhost", access: "excluded", reason: "links", paths: ["/s"] },
  ],
  authUrl: "https://auth.sso.localhost",
  loginUrl: "https://auth.sso.localhost/if/user/",
  adminUser: "akadmin",
  people: ["alice", "bob"],
  caCertificate: undefined,
};

describe("steps in a log", () => {
  it("are one line each, with number, result and time, and notes below", async () => {
    const { terminal, text } = logTerminal();
    const records = await runSteps(
      [
        { title: "Pulumi", run: async () => ({ text: "3.259.0, official" }) },
        { title: "Images", run: async () => ({ text: "6 images", notes: ["authentik is no original"] }) },
      ],
      terminal,
    );
    assert.match(
      text(),
      /^\[1\/2\] Pulumi: 3\.259\.0, official \(0\.\d s\)\n\[2\/2\] Images: 6 images \(0\.\d s\)\n {6}authentik is no original\n$/,
    );
    assert.deepEqual(
      records.map((record) => record.result),
      ["3.259.0, official", "6 images"],
    );
  });

  it("hold no escape sequence and no carriage return, even with much progress", async () => {
    const { terminal, text } = logTerminal();
    const run = async (progress: (said: string) => void) => {
      for (let i = 0; i < 500; i += 1) progress(`step ${i}`);
      return { text: "done" };
    };
    await runSteps([{ title: "Update", run }], terminal);
    assert.equal(text().split("\n").length, 2);
    for (const unwanted of ["\u001b", "\r"]) assert.ok(!text().includes(unwanted));
  });

  it("say which one failed and go no further", async () => {
    const { terminal, text } = logTerminal();
    let reached = false;
    const steps = [
      { title: "One", run: async () => Promise.reject(new Error("no")) },
      {
        title: "Two",
        run: async () => {
          reached = true;
          return { text: "" };
        },
      },
    ];
    await assert.rejects(runSteps(steps, terminal), /no/);
    assert.match(text(), /\[1\/2\] One: failed/);
    assert.equal(reached, false);
  });
});

describe("colours", () => {
  it("stay away with NO_COLOR and in a pipe", () => {
    assert.equal(openTerminal(false, { NO_COLOR: "1", FORCE_COLOR: "1" }).colors.red("x"), "x");
  });
});

describe("the summary", () => {
  const rows = summaryRows(outputs, [
    { service: "grafana", url: "u", expect: "login", passed: true },
    { service: "jellyfin", url: "u", expect: "app", passed: false, fault: "x" },
  ]);

  it("has a row per service with decision, reason and what the live check found", () => {
    assert.deepEqual(rows, [
      { service: "grafana", url: "https://grafana.sso.localhost", decision: "domain", reason: "", checked: true },
      {
        service: "jellyfin",
        url: "https://jellyfin.sso.localhost",
        decision: "excluded",
        reason: "TV apps (until 2027-06-30)",
        checked: false,
      },
      {
        service: "share",
        url: "https://share.sso.localhost",
        decision: "excluded /s",
        reason: "links",
        checked: false,
      },
    ]);
  });

  it("names the login, the user, the command for the password and every double", () => {
    const summary: Summary = {
      stack: "dev",
      services: rows,
      login: {
        url: outputs.loginUrl,
        user: "akadmin",
        passwordCommand: "npx authentik-sso password",
        people: outputs.people,
      },
      caCertificate: "/x/dev.ca.pem",
      doubles: ["authentik: a double"],
      steps: [],
      seconds: 65,
    };
    const text = renderSummary(summary, createColors(false), 160);
    for (const part of [
      "https://grafana.sso.localhost",
      "TV apps",
      "https://auth.sso.localhost/if/user/",
      "akadmin",
      "npx authentik-sso password",
      "People:     alice, bob; first password: npx authentik-sso password alice",
      "/x/dev.ca.pem",
      "authentik: a double",
      "1 min 05 s",
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it("speaks of people only where there are first passwords", () => {
    const login = { url: outputs.loginUrl, user: "akadmin", passwordCommand: "npx authentik-sso password", people: [] };
    const rest = { stack: "dev", services: rows, caCertificate: undefined, doubles: [], steps: [], seconds: 1 };
    assert.doesNotMatch(renderSummary({ ...rest, login }, createColors(false), 160), /People|first password/);
  });

  it("fits the terminal it is given", () => {
    assert.ok(columnWidths(rows, 100).reduce((sum, width) => sum + width, 5) <= 100);
  });
});

describe("a duration", () => {
  it("reads as people say it", () => {
    assert.deepEqual([400, 9_949, 12_000, 59_600, 185_000].map(duration), [
      "0.4 s",
      "9.9 s",
      "12 s",
      "1 min 00 s",
      "3 min 05 s",
    ]);
  });
});
