/**
 * Whether the server has the setting of its own URL: since 2026.8, required from 2026.11 (release notes of 2026.8). An
 * image without a version in its tag is one of somebody who knows; the setting has no effect where it is unknown.
 */
export function knowsBaseUrl(image: string): boolean {
  const [, year, month] = /:(\d{4})\.(\d{1,2})(?:\.|-|@|$)/.exec(image) ?? [];
  return year === undefined || Number(year) * 100 + Number(month) >= 202_608;
}
