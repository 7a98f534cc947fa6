import assert from "node:assert/strict";
import { createServer as createPlain } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { TLSSocket } from "node:tls";
import { openProbe } from "../../cli/live/probe";
import { selfSigned } from "./selfSigned";

describe("the probe", () => {
  let port = 0;
  let pem = "";
  let close: () => void = () => undefined;
  let seen: { host: string | undefined; sni: string | false | null } | undefined;

  before(async () => {
    const made = await selfSigned("grafana.sso.localhost");
    pem = made.certificate;
    const server = createServer({ cert: made.certificate, key: made.key }, (request, response) => {
      seen = { host: request.headers.host, sni: (request.socket as TLSSocket).servername ?? null };
      response.writeHead(302, { location: "https://auth.sso.localhost/application/o/authorize/" }).end("body");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
    close = () => server.close();
  });
  after(() => close());

  it("connects to the address it was given and names the host in SNI and Host header", async () => {
    const probe = openProbe({ address: "127.0.0.1", ca: pem });
    const answer = await probe.ask(`https://grafana.sso.localhost:${port}/`);
    await probe.close();
    assert.deepEqual(answer, { status: 302, location: "https://auth.sso.localhost/application/o/authorize/" });
    assert.deepEqual(seen, { host: `grafana.sso.localhost:${port}`, sni: "grafana.sso.localhost" });
  });

  it("refuses a certificate of a CA it was not told to trust", async () => {
    const probe = openProbe({ address: "127.0.0.1" });
    await assert.rejects(probe.ask(`https://grafana.sso.localhost:${port}/`), /certificate/);
    await probe.close();
  });

  it("refuses a certificate of another host", async () => {
    const probe = openProbe({ address: "127.0.0.1", ca: pem });
    await assert.rejects(probe.ask(`https://other.sso.localhost:${port}/`), /altnames|does not match/);
    await probe.close();
  });

  it("gives up on a server that never answers", async () => {
    const silent = createPlain(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const probe = openProbe({ address: "127.0.0.1", timeoutMs: 300 });
    await assert.rejects(probe.ask(`http://x.localhost:${(silent.address() as AddressInfo).port}/`), /Timeout/);
    await probe.close();
    silent.closeAllConnections();
    silent.close();
  });
});
