import { isIPv4, isIPv6 } from "node:net";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

export interface DnsRecordsArgs {
  /** Cloudflare zone. */
  zoneId: string;
  /** What the records point at: an IPv4 or IPv6 address, or a host name. */
  target: string;
  /** Hosts to make a record for; a wildcard such as `*.example.com` covers one level. */
  hosts: string[];
  /** Whether traffic goes through Cloudflare's proxy; then name its ranges as trusted proxies. @default false */
  proxied?: boolean;
}

/** Time to live of records in seconds; 1 means automatic, which proxied records require (Cloudflare API). */
const AUTOMATIC_TTL = 1;

/**
 * Cloudflare DNS records of the gate or of a service: one per host, typed by the target.
 *
 * @example new DnsRecords("dns", { zoneId, target: "203.0.113.7", hosts: ["auth.example.com", "*.example.com"] })
 */
export class DnsRecords extends pulumi.ComponentResource {
  /** Hosts that have a record now. */
  public readonly hosts: string[];

  constructor(name: string, args: DnsRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:DnsRecords", name, args, opts);
    const type = isIPv4(args.target) ? "A" : isIPv6(args.target) ? "AAAA" : "CNAME";
    this.hosts = [...new Set(args.hosts)].sort();
    for (const host of this.hosts) {
      new cloudflare.DnsRecord(
        `${name}-${host}`,
        {
          zoneId: args.zoneId,
          name: host,
          type,
          content: args.target,
          proxied: args.proxied ?? false,
          ttl: AUTOMATIC_TTL,
          comment: "authentik-sso",
        },
        { parent: this },
      );
    }
    this.registerOutputs({ hosts: this.hosts });
  }
}
