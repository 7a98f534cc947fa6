import type { DnsRecordView } from "../../../components/routing";
import { known, outpostRule, UNKNOWN } from "../../../components/routing";
import { GATE, server, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { OUTPOST } from "../variations";

const DOMAINS = ["example.com", "example.org"];
const TARGET = "203.0.113.10";
const GATE_WITH_DNS = { ...GATE, dnsTarget: known(TARGET) };

function record(change: Partial<DnsRecordView> = {}): DnsRecordView {
  return {
    id: "urn:record",
    title: "record",
    name: known("grafana.example.com"),
    type: known("A"),
    content: known(TARGET),
    proxied: known(false),
    components: [],
    ...change,
  };
}

const records = (...dnsRecords: DnsRecordView[]) => stack([], { gate: GATE_WITH_DNS, dnsRecords });
const wildcard = record({ id: "urn:all", title: "all", name: known("*.example.com"), proxied: known(true) });

export const fixture: InvariantFixture = {
  passing: [
    { what: "a protected host that leads to the gate", view: records(record()) },
    {
      what: "a name for the login's host",
      view: records(record({ type: known("CNAME"), content: known("auth.example.com.") })),
    },
    {
      what: "an excluded service at an address of its own",
      view: records(record({ name: known("jellyfin.example.com"), content: known("192.0.2.7") })),
    },
    {
      what: "a text record of a protected host",
      view: records(record({ type: known("TXT"), content: known("v=spf1 -all") })),
    },
    {
      what: "any record where the gate manages none",
      view: stack([], { dnsRecords: [record({ content: known("192.0.2.7") })] }),
    },
  ],
  failing: [
    {
      what: "a protected host leads round the gate",
      view: records(record({ content: known("192.0.2.7") })),
      breaks: ["dns-record"],
      says: /leads 'grafana\.example\.com', which is behind the login, to '192\.0\.2\.7'\..*Write content '203\.0\.113\.10'/s,
    },
    {
      what: "its name is written without the zone, its type in lower case",
      view: records(record({ name: known("grafana"), type: known("aaaa"), content: known("2001:db8::7") })),
      breaks: ["dns-record"],
      says: /leads 'grafana', which is behind the login/,
    },
    {
      what: "a wildcard leads round the gate",
      view: records(record({ name: known("*.example.com"), content: known("192.0.2.7") })),
      breaks: ["dns-record"],
      says: /leads '\*\.example\.com'/,
    },
    {
      what: "the login itself leads elsewhere",
      view: records(record({ name: known("auth.example.com"), content: known("192.0.2.7") })),
      breaks: ["dns-record"],
      says: /leads 'auth\.example\.com'/,
    },
    {
      what: "the host to which logins of a second domain come back leads elsewhere",
      view: stack([server({ [`${OUTPOST}.rule`]: outpostRule(DOMAINS) })], {
        gate: { ...GATE_WITH_DNS, domains: DOMAINS },
        dnsRecords: [record({ name: known("auth.example.org"), content: known("192.0.2.7") })],
      }),
      breaks: ["dns-record"],
      says: /leads 'auth\.example\.org', which is behind the login/,
    },
    {
      what: "one record tells the address that the others hide",
      view: records(wildcard, record()),
      breaks: ["dns-record"],
      says: /past Cloudflare's proxy.*Write proxied: true/s,
    },
  ],
  unknown: [
    {
      what: "where a protected host leads is unknown",
      view: records(record({ content: UNKNOWN })),
      breaks: ["dns-record"],
      says: /to an address that is unknown/,
    },
    {
      what: "the name of a record to another address is unknown",
      view: records(record({ name: UNKNOWN, content: known("192.0.2.7") })),
      breaks: ["dns-record"],
    },
    {
      what: "the type is unknown",
      view: records(record({ type: UNKNOWN, content: known("192.0.2.7") })),
      breaks: ["dns-record"],
    },
    {
      what: "the gate's address is unknown",
      view: stack([], { gate: { ...GATE, dnsTarget: UNKNOWN }, dnsRecords: [record()] }),
      breaks: ["dns-record"],
    },
  ],
};
