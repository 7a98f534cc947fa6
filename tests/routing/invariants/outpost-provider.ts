import { known } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { provider } from "../variations";

export const fixture: InvariantFixture = {
  passing: [{ what: "an outpost that serves it", view: stack([], { proxyProviders: [provider({})] }) }],
  failing: [
    {
      what: "a service's own provider is left out, beside the domain's",
      view: stack([], {
        proxyProviders: [
          provider({}),
          provider({
            id: "urn:grafana",
            title: "grafana",
            mode: known("forward_single"),
            externalHost: known("https://grafana.example.com"),
            attached: false,
          }),
        ],
      }),
      breaks: ["outpost-provider"],
      says: /provider 'grafana' is attached to no outpost\..*Add an OutpostProviderAttachment/s,
    },
  ],
  nothingUnknown:
    "which provider an attachment is for is told by the dependencies of resources, which are always known",
};
