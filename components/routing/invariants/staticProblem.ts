/** What a flag, or a missing one, opens. */
export interface StaticProblem {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** `Write '--api.insecure=false' on Traefik's command line.` */
export function flagFix(flag: string): string {
  return `Write '--${flag}' on Traefik's command line.`;
}
