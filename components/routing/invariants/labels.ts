import { describe, isJudged } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { finding, readContainers } from "./common";

/** Labels can be read before anything is created. */
export const labelKnown: Invariant = {
  id: "label-known",
  title: "Labels that decide exposure are known before anything is created",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "The check itself: a label that is only known after creation cannot be judged before it.",
  remediation:
    "Build label keys, rules and middleware lists from plain strings and stack configuration, never from outputs of resources.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    view.containers.flatMap((container): Finding[] => {
      const report = (what: string, fix: string): Finding => ({
        invariant: "label-known",
        resource: container.id,
        what: `${describe(container)}: ${what}`,
        why: "What is unknown at a preview cannot be judged, and so counts as exposed.",
        fix,
      });
      if (!container.labels.known) {
        return [report("its labels are unknown.", "Write the list of labels in the program, from plain values.")];
      }
      const found: Finding[] = [];
      for (const { key, value } of container.labels.value) {
        if (!key.known) {
          found.push(report("a label has an unknown key.", "Write label keys as plain strings."));
        } else if (!value.known && isJudged(key.value)) {
          found.push(
            report(
              `label '${key.value}' has an unknown value.`,
              "Write it as a plain string; a host or name that another resource makes belongs into the stack's configuration.",
            ),
          );
        }
      }
      return found;
    }),
};

/** Labels mean to Traefik what they seem to say. */
export const labelReading: Invariant = {
  id: "label-reading",
  title: "Traefik reads every label the way it is written",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects:
    "Against labels that look like protection and are none: keys that differ only in case, a middleware list in indexed form, an empty list, a typing error that drops the whole container.",
  remediation: "Write each key once, in lower case, and lists as one label with commas.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    readContainers(view).flatMap((container) => {
      const texts = container.labels.problems.map(({ message }) => message);
      texts.push(...container.repeated.map((key) => `label '${key}' is given twice with different values. Keep one.`));
      return texts.map((text) =>
        finding("label-reading", container, undefined, {
          what: `${describe(container.view)}: ${text}`,
          why: "Traefik says nothing of it, or only in its log, and serves something else than the labels seem to say.",
          fix: "Correct the label.",
        }),
      );
    }),
};

/** Options that no service needs and each of which opens something or hides it. */
export const forbiddenOption: Invariant = {
  id: "forbidden-option",
  title: "No label changes what belongs to the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects:
    "The default certificate, the access log and the rule language: each can be changed for the whole host from the labels of any one container.",
  remediation: "Remove the label; certificates and logging are configured on Traefik itself.",
  frameworks: FRAMEWORKS.logging,
  check: (view) =>
    readContainers(view).flatMap((container) => {
      const { labels } = container;
      const report = (router: string | undefined, label: string, why: string) =>
        finding("forbidden-option", container, router, {
          what: `${describe(container.view)} sets '${label}'.`,
          why,
          fix: "Remove the label.",
        });
      const found: Finding[] = labels.tlsStores.map((key) =>
        report(
          undefined,
          key,
          "It replaces the certificate that Traefik shows for every host that has none of its own.",
        ),
      );
      if (labels.allowNonRunning) {
        found.push(report(undefined, "traefik.docker.allownonrunning", "It keeps the routers of a stopped container."));
      }
      for (const [name, router] of labels.routers) {
        if (router.ruleSyntax !== undefined) {
          const why = "It revives a deprecated rule language, in which the same text means something else.";
          found.push(report(name, `traefik.http.routers.${name}.rulesyntax`, why));
        }
        for (const [option, on] of Object.entries(router.observability ?? {})) {
          const why = "It hides the router's requests: nobody can see afterwards who came in.";
          if (!on) found.push(report(name, `traefik.http.routers.${name}.observability.${option}=false`, why));
        }
      }
      return found;
    }),
};
