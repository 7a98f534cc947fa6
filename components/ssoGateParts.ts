/** What the gate's arguments say to each of its parts. */
import type { SsoGateArgs } from "./ssoGateArgs";

/** What the gate passes on to `Authentik`; absent stays absent, so that defaults stand in one place. */
export function serverArgs(args: SsoGateArgs) {
  return {
    ...(args.authentikApiAddress !== undefined && { apiAddress: args.authentikApiAddress }),
    ...(args.authentikApiPort !== undefined && { apiPort: args.authentikApiPort }),
    ...(args.authentikApiUrl !== undefined && { apiUrl: args.authentikApiUrl }),
    ...(args.smtp && { smtp: args.smtp }),
    ...(args.readyTimeoutSeconds !== undefined && { readyTimeoutSeconds: args.readyTimeoutSeconds }),
    ...(args.protect !== undefined && { protect: args.protect }),
  };
}

/** What the gate passes on to `ForwardAuth`'s logins. */
export function loginSettings({ groups, users, login, brand, audit, breakGlass }: SsoGateArgs) {
  return {
    ...(groups && { groups }),
    ...(users && { users }),
    ...(login && { login }),
    ...(brand && { brand }),
    ...(audit && { audit }),
    ...(breakGlass && { breakGlass }),
  };
}

/** What the gate passes on to `Traefik`. */
export function traefikArgs(args: SsoGateArgs) {
  return {
    ...(args.bindAddress !== undefined && { bindAddress: args.bindAddress }),
    ...(args.httpPort !== undefined && { httpPort: args.httpPort }),
    ...(args.httpsPort !== undefined && { httpsPort: args.httpsPort }),
    ...(args.trustedProxies && { trustedProxies: args.trustedProxies }),
    ...(args.acme && { acme: args.acme }),
    ...(args.dockerSocket !== undefined && { dockerSocket: args.dockerSocket }),
    ...(args.images && { images: args.images }),
    ...(args.memory && { memory: args.memory }),
  };
}
