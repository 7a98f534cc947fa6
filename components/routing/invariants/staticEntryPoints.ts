import type { EntryPoint, StaticConfiguration } from "../staticConfiguration";
import { isFalse, isTrue } from "../staticConfiguration";
import type { StaticProblem } from "./staticProblem";
import { flagFix } from "./staticProblem";

/** What is wrong with one entry point. One of UDP carries no HTTP. */
export function entryPointProblems({ flags }: StaticConfiguration, point: EntryPoint): StaticProblem[] {
  if (point.udp) return [];
  const { name } = point;
  const prefix = `entrypoints.${name}`;
  const found: StaticProblem[] = [];
  const add = (what: string, why: string, flag: string) =>
    found.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  for (const source of ["forwardedheaders", "proxyprotocol"]) {
    const why = "A client then chooses the host and path that authentik judges, and its own address.";
    if (isTrue(flags.get(`${prefix}.${source}.insecure`))) {
      add(`believes the ${source} of everybody.`, why, `${prefix}.${source}.insecure=false`);
    }
    const trusted = (flags.get(`${prefix}.${source}.trustedips`) ?? "").split(",").map((range) => range.trim());
    if (trusted.some((range) => range.endsWith("/0"))) {
      const what = `believes the ${source} of every address (${trusted.join(", ")}).`;
      add(what, why, `${prefix}.${source}.trustedips=<addresses of your proxy>`);
    }
  }
  if (!["delete", "reject"].includes(flags.get(`${prefix}.http.aliasheadersstrategy`) ?? "")) {
    const why = "X_authentik_username reaches a service as X-authentik-username does, and nothing replaces it.";
    add("keeps aliases of headers.", why, `${prefix}.http.aliasheadersstrategy=delete`);
  }
  if (isFalse(flags.get(`${prefix}.http.sanitizepath`))) {
    const why = "A path can then end somewhere else than where it was judged.";
    add("does not resolve dots in paths.", why, `${prefix}.http.sanitizepath=true`);
  }
  for (const character of ["slash", "percent"]) {
    const flag = `${prefix}.http.encodedcharacters.allowencoded${character}`;
    if (isFalse(flags.get(flag))) continue;
    add(
      `lets an encoded ${character} through.`,
      "Traefik and the service can read such a path differently.",
      `${flag}=false`,
    );
  }
  if (isFalse(flags.get(`${prefix}.observability.accesslogs`))) {
    const why = "Low: nobody can see afterwards who came in there.";
    add("is left out of the access log.", why, `${prefix}.observability.accesslogs=true`);
  }
  found.push(...plainProblems(flags, point));
  return found;
}

function plainProblems(flags: ReadonlyMap<string, string>, { name, tls }: EntryPoint): StaticProblem[] {
  const redirect = `entrypoints.${name}.http.redirections.entrypoint`;
  const found: StaticProblem[] = [];
  const add = (what: string, why: string, flag: string) =>
    found.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  if (!tls && name !== "traefik" && flags.get(`${redirect}.to`) === undefined) {
    add("serves plain HTTP.", "A router that lands on it is served without TLS.", `${redirect}.to=websecure`);
  }
  if (flags.get(`${redirect}.priority`) !== undefined) {
    const why = "Routers with a larger one are served over plain HTTP.";
    add("has a redirect with a priority of its own.", why, `${redirect}.to=websecure (and no priority)`);
  }
  if (isTrue(flags.get(`entrypoints.${name}.allowacmebypass`))) {
    const why = "Routers are served over plain HTTP under /.well-known/acme-challenge/.";
    add("lets a path past its redirect.", why, `entrypoints.${name}.allowacmebypass=false`);
  }
  return found;
}
