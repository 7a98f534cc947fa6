import type { DnsRecordView, Leaf } from "../../components/routing";
import { known, UNKNOWN } from "../../components/routing";
import type { ResourceLike } from "./containers";
import { componentsOf } from "./containers";
import { read, textOf } from "./read";

/** Cloudflare's record, under its name of today and the one before. */
const RECORDS = ["cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record"];

/** DNS records that a stack declares. */
export function dnsRecordsOf(resources: readonly ResourceLike[]): readonly DnsRecordView[] {
  return resources
    .filter(({ type }) => RECORDS.includes(type))
    .map(({ urn, name, props }) => {
      const proxied = read(props, "proxied");
      return {
        id: urn,
        title: name,
        // A record has a name and a type: without them the provider is not configured yet, and nothing is known.
        name: required(textOf(props, "name")),
        type: required(textOf(props, "type")),
        content: required(textOf(props, "content")),
        proxied: proxied.known ? known(proxied.value === true) : proxied,
        components: componentsOf(urn),
      };
    });
}

function required(text: Leaf<string>): Leaf<string> {
  return text.known && text.value === "" ? UNKNOWN : text;
}
