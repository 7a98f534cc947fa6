import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown, helper } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "no gate, and nothing that Traefik publishes",
      view: {
        ...stack([], { gate: undefined }),
        containers: [grafana({ "traefik.enable": "false" }), helper("cache")],
      },
    },
  ],
  failing: [
    { what: "there is none", view: stack([], { gate: undefined }), breaks: ["gate-known"], says: /no gate is known/ },
  ],
  unknown: [
    {
      what: "the gate is unknown, and so is what the only container publishes",
      view: { ...stack([], { gate: undefined }), containers: [grafanaWithUnknown("traefik.enable")] },
      breaks: ["label-known"],
    },
  ],
};
