/** Traefik's own configuration, with a service that shows what it lets through. */
import { OF_THIS_GATE } from "../fleet/gate";
import { APP_PORT, appAddress, type Fleet } from "../fleet/model";
import type { VariantName } from "../fleet/variants";
import type { EffectKind } from "../judge/effects";
import { type Mutation, onService, setLabel } from "./mutation";

const ID = ["static-configuration"];

function variant(
  name: VariantName,
  shows: readonly EffectKind[],
  change: (fleet: Fleet) => void = () => undefined,
): Mutation {
  return {
    id: `static-${name}`,
    breaks: name === "login-on-entry-point" ? ["outpost-router"] : ID,
    shows,
    apply: (_dice, fleet) => {
      fleet.variant = name;
      change(fleet);
      return true;
    },
  };
}

/** A container without a word for Traefik, or with only the word that it may be published. */
function addSilent(fleet: Fleet, labels: Record<string, string>): void {
  fleet.containers.push({
    name: "silent",
    address: appAddress(22),
    image: "registry.example/silent:1",
    network: "sso-apps",
    exposed: [APP_PORT],
    labels,
  });
}

export const STATIC_MUTATIONS: readonly Mutation[] = [
  variant("exposed-by-default", ["open"], (fleet) => addSilent(fleet, {})),
  variant("no-constraints", ["open"], (fleet) => {
    // What an image brings along, and no program shows.
    addSilent(fleet, {
      "traefik.enable": "true",
      "traefik.http.routers.silent.rule": "Host(`silent`)",
      "traefik.http.routers.silent.entrypoints": "websecure",
    });
  }),
  variant("default-rule", ["open"], (fleet) => addSilent(fleet, { ...OF_THIS_GATE, "traefik.enable": "true" })),
  {
    ...onService("static-no-redirect", ID, ["plain"], ({ container: { labels }, router }, _dice, fleet) => {
      fleet.variant = "no-redirect";
      setLabel(labels, `${router}.entrypoints`, undefined);
      setLabel(labels, `${router}.tls`, undefined);
      return true;
    }),
  },
  {
    ...onService("static-redirect-priority", ID, ["plain"], ({ container: { labels }, router }, _dice, fleet) => {
      fleet.variant = "redirect-priority";
      setLabel(labels, `${router}.entrypoints`, "web,websecure");
      setLabel(labels, `${router}.tls`, undefined);
      setLabel(labels, `${router}.priority`, undefined);
      return true;
    }),
  },
  variant("forwarded-insecure", ["open"]),
  variant("aliases-kept", ["forged"]),
  {
    ...variant("unsanitized-path", ["open"]),
    apply: (_dice, fleet) => {
      fleet.variant = "unsanitized-path";
      return fleet.services.some(({ mode }) => mode === "paths");
    },
  },
  variant("encoded-slash", ["open", "encoded"]),
  variant("encoded-percent", ["encoded"]),
  variant("no-access-log", ["unlogged"]),
  variant("api-insecure", ["api"]),
  variant("login-on-entry-point", ["outpost"]),
];
