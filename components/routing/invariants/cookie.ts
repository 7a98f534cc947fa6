import { decisionOf } from "../container";
import { isLimited } from "../exclusionScope";
import { domainOf } from "../gateDomains";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { enumerate, finding, namedHosts, published } from "./common";

/** What is outside of the login is better outside of its domain. */
export const cookieBoundary: Invariant = {
  id: "cookie-boundary",
  title: "Services without the login are not sent its cookie",
  severity: "low",
  scope: "fleet",
  oracle: false,
  protects:
    "The session: browsers send the login's cookie to every host of the protected domain, those that are excluded from the login too. A service that is not trusted with it could use it elsewhere.",
  remediation: "Serve an excluded service that you do not trust under another domain.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const services = published(view).flatMap((container) => {
      const decision = decisionOf(container);
      if (decision?.mode !== "excluded" || isLimited(decision)) return [];
      const reached = namedHosts(container).flatMap((host) =>
        host === "" ? domains : (domainOf(domains, host) ?? []),
      );
      return reached.length > 0 ? [{ title: container.view.title, reached }] : [];
    });
    if (services.length === 0) return [];
    const names = services.map(({ title }) => title).sort();
    const reached = domains.filter((domain) => services.some((service) => service.reached.includes(domain)));
    return [
      {
        ...finding("cookie-boundary", undefined, undefined, {
          what: `${enumerate(names)} ${names.length === 1 ? "is" : "are"} excluded from the login and inside ${reached.join(", ")}.`,
          why: "Browsers send the login's cookie to every host of that domain, so each of them sees it and could use it for the services behind the login.",
          fix: "Leave it so for services that you trust with it; serve others under a domain of their own.",
        }),
        advisory: true,
      },
    ];
  },
};
