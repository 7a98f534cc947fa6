/**
 * Traefik's access log in JSON as rows of the audit trail. Pure.
 *
 * Field names: Traefik 3.7 `pkg/middlewares/accesslog/logdata.go`. `ClientUsername` is the name that basic auth gave,
 * or the login where the middleware has `headerField`.
 */
import { clean, type Fields, text, utc } from "./fields";
import type { AuditRow, Outcome } from "./row";

/** Routers of the emergency route carry this before the service's name. */
export const EMERGENCY_ROUTER = "break-glass-";

/** What to read. */
export interface AccessLogOptions {
  /** Only requests through an emergency route. */
  readonly emergencyOnly: boolean;
}

/** A line as a row; nothing for a line that is no request, or that is not asked for. */
export function accessRow(line: string, options: AccessLogOptions): AuditRow | undefined {
  const start = line.indexOf("{");
  if (start < 0) return undefined;
  const entry = parse(line.slice(start));
  const path = text(entry?.RequestPath);
  if (!entry || path === "") return undefined;
  const router = text(entry.RouterName).replace(/@[^@]*$/, "");
  const emergency = text(entry.RouterName).endsWith("@file") && router.startsWith(EMERGENCY_ROUTER);
  if (options.emergencyOnly && !emergency) return undefined;
  const status = Number(entry.DownstreamStatus);
  const user = text(entry.ClientUsername);
  return {
    time: utc(text(entry.StartUTC) || text(entry.time)),
    who: clean(user === "-" ? "" : user),
    what: emergency ? "break_glass_use" : "request",
    service: clean(emergency ? router.slice(EMERGENCY_ROUTER.length) : router || text(entry.RequestHost)),
    from: clean(text(entry.ClientHost)),
    outcome: outcomeOf(status, entry),
    detail: clean(`${text(entry.RequestMethod)} ${text(entry.RequestHost)}${path.split(/[?#]/)[0]} ${status}`),
  };
}

/** What no service answered and is no success (Traefik's own services leave no origin) was stopped on the way: by the login, a range, a limit. */
function outcomeOf(status: number, entry: Fields): Outcome {
  if (status === 401 || status === 403 || status === 429) return "denied";
  if (status >= 500 || Number.isNaN(status)) return "failed";
  if (status < 300) return "allowed";
  const reachedService = Number(entry.OriginStatus ?? 0) > 0;
  return reachedService ? "allowed" : status === 404 ? "failed" : "denied";
}

function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
