/** The stack's configuration as the program reads it: whatever would have no effect is refused. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { readConfig } from "../../config";
import { CONFIG_KEYS } from "../../configKeys";
import { recordResources } from "../components/recordedResources";

const SPACE = "authentik-sso";
// The project's name is the name space of its configuration.
recordResources();

function read(config: Readonly<Record<string, unknown>>) {
  const texts = Object.entries({ domain: "example.com", ...config }).map(([key, value]) => [
    `${SPACE}:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
  return readConfig();
}

const services = (...list: object[]) => read({ services: list }).services;

describe("the configuration", () => {
  test("knows every key that Pulumi.yaml declares, and tells of every other one there", () => {
    const text = readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8");
    const declared = Object.keys((parse(text) as { config: object }).config).map((key) => key.replace(`${SPACE}:`, ""));
    for (const key of declared) assert.ok((CONFIG_KEYS as readonly string[]).includes(key), key);
    const comments = text.split("\n").filter((line) => line.startsWith("#"));
    for (const key of CONFIG_KEYS.filter((one) => !declared.includes(one))) {
      assert.match(comments.join("\n"), new RegExp(`\\b${key}\\b`), `${key} is told of`);
    }
  });

  test("of another project or a provider is passed over", () => {
    pulumi.runtime.setAllConfig({
      "authentik-sso:domain": "example.com",
      "docker:host": "ssh://nas",
      "other:mod": "x",
    });
    assert.equal(readConfig().gate.domain, "example.com");
  });

  for (const [what, config, says] of [
    ["a key that does not exist", { mod: "strict" }, /configuration has 'mod', allowed are .*\bmode\b/],
    [
      "an image of nothing",
      { images: { authentic: "x" } },
      /configuration 'images' has 'authentic', allowed are authentik,/,
    ],
    ["memory of nothing", { memory: { sever: 1 } }, /'memory' has 'sever', allowed are outpost,/],
    [
      "a key of a further domain",
      { furtherDomains: [{ domain: "x.org", groups: [] }] },
      /'furtherDomains' has 'groups'/,
    ],
  ] as const) {
    test(`refuses ${what}`, () => {
      assert.throws(() => read(config), says);
    });
  }
});

describe("a service of the configuration", () => {
  const grafana = { name: "grafana", port: 3000 };

  test("is as it was written", () => {
    const whole = {
      ...grafana,
      image: "grafana/grafana:12.1.0",
      env: { GF_LOG_LEVEL: "warn" },
      volumes: [
        { name: "data", path: "/var/lib/grafana" },
        { hostPath: "/srv/dashboards", path: "/dashboards", readOnly: true },
      ],
      memory: 512,
      access: { mode: "application", groups: ["admins"] },
    };
    assert.deepEqual(services(whole, { name: "nas", url: "https://192.168.1.10:5001" })[0], whole);
  });

  for (const [until, read] of [
    ["2027-06-30", "2027-06-30"],
    // What pulumi makes of a date without quotes.
    ["2027-06-30 00:00:00 +0000 UTC", "2027-06-30"],
    ["2027-06-30T00:00:00Z", "2027-06-30"],
    ["2027-06-30 12:00:00 +0000 UTC", "2027-06-30 12:00:00 +0000 UTC"],
  ]) {
    test(`may end on ${until}`, () => {
      const access = { mode: "excluded", reason: "TV apps", until };
      assert.equal(services({ ...grafana, access })[0]?.access?.until, read);
    });
  }

  for (const [what, service, says] of [
    [
      "a misspelt access",
      { ...grafana, acces: { mode: "domain" } },
      /service 'grafana' has 'acces', allowed are access,/,
    ],
    ["no name", { port: 80 }, /service number 1 has no name/],
    ["neither port nor url", { name: "x" }, /neither 'port' .* nor 'url'/],
    ["both", { ...grafana, url: "http://10.0.0.1" }, /service 'grafana' has 'port', allowed are access, host/],
    ["variables of no image", { ...grafana, env: { A: "1" } }, /has env and no 'image'/],
    ["a volume without a path", { ...grafana, image: "x", volumes: [{ name: "data" }] }, /Write \{ name: data, path: /],
    [
      "a volume of two kinds",
      { ...grafana, image: "x", volumes: [{ name: "d", hostPath: "/d", path: "/d" }] },
      /Write \{/,
    ],
  ] as const) {
    test(`with ${what} is refused`, () => {
      assert.throws(() => services(service), says);
    });
  }
});
