import type { Finding } from "../finding";
import { callbackHosts } from "../gateDomains";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { resolve } from "../resolve";
import type { Rule } from "../rule";
import { mustParse, overlaps } from "../rule";
import type { DnsRecordView, GateView, StackView } from "../view";

const ID = "dns-record";

/** Names lead to the gate. */
export const dnsRecord: Invariant = {
  id: ID,
  title: "DNS records of protected hosts lead to the gate",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Against the way round by name: a record of a host behind the login that leads to the service's own address never meets Traefik.",
  remediation: "Point the record at the gate, or let the gate's wildcard record cover the host.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate || (gate.dnsTarget.known && gate.dnsTarget.value === "")) return [];
    const proxied = view.dnsRecords.some(
      (record) => leadsToGate(record, gate) && record.proxied.known && record.proxied.value,
    );
    return view.dnsRecords.filter(isAddress).flatMap((record) => judge(record, gate, view, proxied));
  },
};

function judge(record: DnsRecordView, gate: GateView, view: StackView, proxied: boolean): Finding[] {
  const report = (what: string, why: string, fix: string): Finding => ({
    invariant: ID,
    resource: record.id,
    what: `DNS record '${record.title}' ${what}.`,
    why,
    fix,
  });
  const target = gate.dnsTarget.known ? gate.dnsTarget.value : "the gate's address";
  if (!record.name.known) {
    return leadsToGate(record, gate)
      ? []
      : [report("has an unknown name", "It may be a host behind the login.", "Write 'name' as plain text.")];
  }
  const host = record.name.value.toLowerCase();
  if (!isProtected(host, gate, view)) return [];
  if (!leadsToGate(record, gate)) {
    const where = record.content.known ? `to '${record.content.value}'` : "to an address that is unknown";
    return [
      report(
        `leads '${host}', which is behind the login, ${where}`,
        "Whoever asks for that name then reaches that address without Traefik and without the login.",
        `Write content '${target}', or remove the record where the gate's wildcard covers the host.`,
      ),
    ];
  }
  if (!proxied || (record.proxied.known && record.proxied.value)) return [];
  return [
    {
      ...report(
        `leads '${host}' to the gate past Cloudflare's proxy`,
        "The gate's own records hide its address behind the proxy, and this one tells it.",
        "Write proxied: true.",
      ),
      advisory: true,
    },
  ];
}

/** Records of other types lead no browser anywhere. */
function isAddress({ type }: DnsRecordView): boolean {
  return !type.known || ["A", "AAAA", "CNAME"].includes(type.value.toUpperCase());
}

/** To its address, or to the login's own name, which leads there. */
function leadsToGate({ content }: DnsRecordView, { dnsTarget, authHost }: GateView): boolean {
  if (!content.known) return false;
  const value = content.value.toLowerCase().replace(/\.$/, "");
  return value === authHost || (dnsTarget.known && value === dnsTarget.value.toLowerCase());
}

/** Whether a record's name is that of the login or of a host behind it; the zone may be left out of it. */
function isProtected(name: string, gate: GateView, view: StackView): boolean {
  const names = name === "@" ? gate.domains : [name, ...gate.domains.map((domain) => `${name}.${domain}`)];
  const logins = mustParse(
    callbackHosts(gate)
      .map((login) => `Host(\`${login}\`)`)
      .join(" || "),
  );
  return names.some((host) => {
    if (/[^a-z0-9_.*-]/.test(host)) return true;
    const asked: Rule = mustParse(`Host(\`${host}\`)`);
    return (
      overlaps(asked, logins).answer !== "no" ||
      resolve(view).some(({ gated, parsed }) => gated && parsed.ok && overlaps(parsed.rule, asked).answer !== "no")
    );
  });
}
