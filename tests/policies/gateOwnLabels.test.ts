import assert from "node:assert/strict";
import { test } from "node:test";
import { gateFacts } from "../../components/gateFacts";
import { serverLabels, traefikLabels } from "../../components/gateLabels";
import { GATE_COMPONENT } from "./harness";
import { changed, container, judged, SERVER, TRAEFIK } from "./soundStack";

/** The labels that SsoGate really writes, beside those of the fixtures. */

for (const limited of [true, false]) {
  test(`the gate's own labels pass the pack, ${limited ? "with" : "without"} Redis`, async () => {
    const facts = gateFacts({ domain: "example.com" });
    const redis = limited ? { redis: "sso-redis:6379" } : {};
    const outpost = Object.fromEntries(
      (SERVER.props.labels as { label: string; value: string }[])
        .filter(({ label }) => label.includes("outpost"))
        .map(({ label, value }) => [label, value]),
    );
    const server = container(
      "authentik-server",
      { ...outpost, ...serverLabels(facts, { limited, adopted: false }) },
      { image: SERVER.props.image },
      [GATE_COMPONENT, "authentik-sso:index:Authentik"],
    );
    const traefik = container(
      "traefik",
      traefikLabels(facts, { loginsPerMinute: 60, ...redis }),
      { image: TRAEFIK.props.image, command: TRAEFIK.props.command },
      [GATE_COMPONENT, "authentik-sso:index:Traefik"],
    );
    assert.deepEqual(await judged(changed(server, traefik)), []);
  });
}
