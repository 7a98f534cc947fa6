/** The fleet of the configuration as containers. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { SsoGate } from "authentik-sso";
import { createFleet } from "../../fleet";
import type { ServiceConfig } from "../../serviceConfig";
import { labelsOf, only, type RecordedResource, recordResources, settled } from "../components/recordedResources";
import { GATE_FACTS } from "../support/gateFacts";

const CONTAINER = "docker:index/container:Container";

describe("the fleet", () => {
  let recorded: RecordedResource[];

  before(async () => {
    recorded = recordResources();
    const services: ServiceConfig[] = [
      { name: "wiki", port: 8000 },
      {
        name: "grafana",
        port: 3000,
        image: "grafana/grafana:12.1.0",
        env: { GF_LOG_LEVEL: "warn", GF_ANALYTICS_ENABLED: false },
        volumes: [
          { name: "data", path: "/var/lib/grafana" },
          { hostPath: "/srv/dashboards", path: "/dashboards", readOnly: true },
        ],
        memory: 512,
      },
      { name: "bare", port: 80, image: "nginx:1.29" },
    ];
    const gate = { facts: GATE_FACTS } as unknown as SsoGate;
    createFleet(gate, { gate: { domain: "example.com" }, services, images: {} }, {});
    await settled();
  });

  test("gives an own image its variables, its volumes and its memory", () => {
    const { inputs } = only(recorded, CONTAINER, "grafana");
    assert.equal(inputs.image, "grafana/grafana:12.1.0");
    assert.deepEqual(inputs.envs, ["GF_ANALYTICS_ENABLED=false", "GF_LOG_LEVEL=warn"]);
    assert.deepEqual(inputs.volumes, [
      { containerPath: "/var/lib/grafana", readOnly: false, volumeName: "sso-grafana-data" },
      { containerPath: "/dashboards", readOnly: true, hostPath: "/srv/dashboards" },
    ]);
    assert.equal(inputs.memory, 512);
    assert.equal(only(recorded, "docker:index/volume:Volume", "grafana-data").inputs.name, "sso-grafana-data");
  });

  test("limits an own image only where that is written", () => {
    const { inputs } = only(recorded, CONTAINER, "bare");
    assert.equal(inputs.memory, undefined);
    assert.equal(inputs.envs, undefined);
    assert.equal(inputs.volumes, undefined);
  });

  test("shows a service without an image by an echo server on its port, behind the login", () => {
    const wiki = only(recorded, CONTAINER, "wiki");
    assert.deepEqual(wiki.inputs.command, ["--port", "8000", "--name", "wiki"]);
    assert.equal(labelsOf(wiki)["traefik.http.routers.wiki.middlewares"], "authentik@docker,drop-jwt@docker");
  });
});
