import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";

const application = (title: string, bindings: number) => ({ id: `urn:${title}`, title, bindings });

export const fixture: InvariantFixture = {
  passing: [
    { what: "one binding", view: stack([], { applications: [application("wiki", 1)] }) },
    { what: "no application at all", view: stack() },
  ],
  failing: [
    {
      what: "an application has none, beside one that has",
      view: stack([], { applications: [application("wiki", 1), application("admin", 0)] }),
      breaks: ["application-binding"],
      says: /application 'admin' has no binding that is switched on\..*Add a PolicyBinding/s,
    },
  ],
  nothingUnknown:
    "which application a binding is for is told by the dependencies of resources, which are always known; a binding of which it is unknown whether it is on is not counted (tests/policies)",
};
