/** What the test command prepared; read by tests that need the real engine. */

/** Why tests that need a Docker Engine are skipped, or false. Without an engine `npm test` says so, and CI fails. */
export function withoutEngine(): string | false {
  const reason = process.env.AUTHENTIK_SSO_NO_ENGINE;
  if (reason) return `no Docker Engine: ${reason}`;
  return process.env.AUTHENTIK_SSO_IMAGES ? false : "no Docker Engine was prepared: run this file by 'npm test'";
}

/** Image references by part, as the test command prepared them. */
export function preparedImages(): Readonly<Record<string, string>> {
  const set = JSON.parse(process.env.AUTHENTIK_SSO_IMAGES ?? "{}") as { references?: Record<string, string> };
  return set.references ?? {};
}
