import { arch, platform, release } from "node:os";
import type { FastifyInstance } from "fastify";
import { DOUBLE, VERSION } from "../config";
import type { DoubleContext } from "../context";
import { authenticate, authenticateAdmin } from "./auth";
import { API, viewOf } from "./crud";
import { userSelf } from "./embedded";
import { embeddedHost } from "./overviews";

/** The server about itself and about the caller. */
export function registerSystem(app: FastifyInstance, context: DoubleContext): void {
  // The only answer that needs no token.
  app.get(`${API}/root/config/`, async () => ({
    error_reporting: {
      enabled: false,
      sentry_dsn: "",
      environment: DOUBLE,
      send_pii: false,
      traces_sample_rate: 0,
    },
    capabilities: ["can_save_media", "can_impersonate"],
    cache_timeout: 300,
    cache_timeout_flows: 300,
    cache_timeout_policies: 300,
  }));

  app.get(`${API}/admin/version/`, async (request) => {
    await authenticateAdmin(request, context);
    return {
      version_current: VERSION,
      version_latest: VERSION,
      version_latest_valid: false,
      build_hash: "",
      outdated: false,
      outpost_outdated: false,
    };
  });

  app.get(`${API}/admin/system/`, async (request) => {
    await authenticateAdmin(request, context);
    return {
      // Headers can carry the caller's token, so the double shows the harmless ones alone.
      http_headers: Object.fromEntries(
        ["host", "user-agent", "x-forwarded-host", "x-forwarded-proto"].flatMap((name) => {
          const value = request.headers[name];
          return typeof value === "string" ? [[name, value]] : [];
        }),
      ),
      http_host: request.host,
      http_is_secure: request.protocol === "https",
      runtime: {
        python_version: `none (${DOUBLE}, Node ${process.versions.node})`,
        environment: DOUBLE,
        architecture: arch(),
        platform: platform(),
        uname: release(),
        openssl_version: process.versions.openssl,
        openssl_fips_enabled: null,
        authentik_version: VERSION,
      },
      brand: `Brand ${viewOf(request, context).origin}`,
      server_time: context.clock().toISOString(),
      embedded_outpost_disabled: false,
      embedded_outpost_host: await embeddedHost(context),
    };
  });

  app.get(`${API}/core/users/me/`, async (request) => {
    const { user } = await authenticate(request, context);
    return { user: await userSelf(context, user) };
  });
}
