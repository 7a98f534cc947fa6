/**
 * Asks a running stack from outside, the way a browser without cookies does, but without DNS: it connects to the
 * address that Traefik listens on and names the host in SNI and Host header.
 */
import { isIP } from "node:net";
import { Agent, request } from "undici";
import type { Answer } from "./expectations";

/** Where and whom to trust. */
export interface ProbeOptions {
  /** Address of Traefik; nothing: what DNS says. */
  readonly address?: string;
  /** CA to trust, in PEM, beside nothing else; nothing: the system's. */
  readonly ca?: string;
  /** Milliseconds for one request. @default 10000 */
  readonly timeoutMs?: number;
}

/** Asks one URL; redirects are not followed. */
export type Probe = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** A probe and the end of its connections. */
export interface OpenProbe {
  readonly ask: Probe;
  close(): Promise<void>;
}

/** Opens a probe. */
export function openProbe(options: ProbeOptions): OpenProbe {
  const timeout = options.timeoutMs ?? 10_000;
  const { address } = options;
  const agent = new Agent({
    connect: {
      timeout,
      ...(options.ca ? { ca: options.ca } : {}),
      ...(address
        ? {
            lookup: (_host, lookupOptions, done) => {
              const family = isIP(address) === 6 ? 6 : 4;
              if (lookupOptions.all) done(null, [{ address, family }]);
              else done(null, address, family);
            },
          }
        : {}),
    },
  });
  return {
    ask: async (url, headers = {}) => {
      const response = await request(url, {
        dispatcher: agent,
        headers: { accept: "text/html", ...headers },
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      await response.body.dump();
      const { location, "www-authenticate": challenge } = response.headers;
      return {
        status: response.statusCode,
        ...(typeof location === "string" ? { location } : {}),
        ...(challenge !== undefined ? { challenge: [challenge].flat().join(", ") } : {}),
      };
    },
    close: () => agent.close(),
  };
}
