import { ProtectedService, SsoGate } from "authentik-sso";
import { containerOf, GATE, serviceCount, serviceNames } from "../../fleet/services";

const gate = new SsoGate("sso", GATE);
for (const name of serviceNames(serviceCount())) {
  new ProtectedService(name, { gate: gate.facts, port: 8000, container: containerOf(name) });
}

export const sso = gate.contract;
