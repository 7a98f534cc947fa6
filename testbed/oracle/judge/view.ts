/** The fleet as the model is told of it: what containers say of themselves, and what a program knows beside that. */
import { inspectedView } from "../../../cli/exposure/inspected";
import { type GateView, known, type StackView } from "../../../components/routing";
import { LOGIN, STRIP } from "../fleet/gate";
import { APP_PORT, AUTH_ADDRESS, AUTH_HOST, type Fleet, SERVER, TODAY } from "../fleet/model";
import { documentsOf } from "../real/documents";

/** @param port that the apps really have */
export function viewOf(fleet: Fleet, flags: readonly string[], port: number = APP_PORT): StackView {
  return inspectedView(documentsOf(fleet, flags, port), TODAY, {
    gate: gateOf(fleet, port),
    oidcClients: fleet.oidcHosts.map((host) => ({
      id: `client of ${host}`,
      title: `client of ${host}`,
      redirectUris: [known({ mode: "strict", url: `https://${host}/callback` })],
      bound: true,
    })),
    externalServices: fleet.services.filter(({ mode }) => mode === "external").map(({ container }) => container),
  });
}

function gateOf(fleet: Fleet, port: number): GateView {
  return {
    here: true,
    domains: fleet.domains,
    authHost: AUTH_HOST,
    entryPoint: "websecure",
    middleware: LOGIN,
    stripMiddleware: STRIP,
    authAddress: AUTH_ADDRESS.replace(`:${APP_PORT}`, `:${port}`),
    serverName: SERVER,
    outpost: "embedded",
    mode: "opt-in",
    prefix: "sso",
    network: known("sso-apps"),
    dnsTarget: known(""),
  };
}
