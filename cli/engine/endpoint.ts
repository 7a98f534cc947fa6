/**
 * Where an engine listens: DOCKER_HOST as the docker command reads it, else the sockets it would be found at.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors";

/** One place an engine may answer at. `text` is what goes into DOCKER_HOST. */
export type Endpoint =
  | { readonly kind: "unix"; readonly text: string; readonly path: string }
  | { readonly kind: "tcp"; readonly text: string; readonly host: string; readonly port: number; readonly tls: boolean }
  | { readonly kind: "ssh"; readonly text: string; readonly target: readonly string[] };

const FORMS = "unix:///path/docker.sock, tcp://host:2375, tcp://host:2376 (TLS) or ssh://user@host[:port]";

/**
 * Reads DOCKER_HOST. Gives nothing where it is not set.
 *
 * The forms are those of the docker command (https://docs.docker.com/reference/cli/docker/#environment-variables);
 * a bare `host:port` counts as tcp, and port 2376 or DOCKER_TLS_VERIFY mean TLS.
 */
export function endpointFromEnvironment(env: NodeJS.ProcessEnv): Endpoint | undefined {
  const given = env.DOCKER_HOST?.trim();
  if (!given) return undefined;
  const refuse = (why: string): UserError =>
    new UserError({
      what: `DOCKER_HOST is "${given}", ${why}.`,
      allowed: FORMS,
      fix: "correct DOCKER_HOST, or unset it to use the engine of this machine",
    });
  if (given.startsWith("unix://")) {
    const path = given.slice("unix://".length);
    if (!path.startsWith("/")) throw refuse("which names no absolute path of a socket");
    return unixEndpoint(path);
  }
  let url: URL;
  try {
    url = new URL(given.includes("://") ? given : `tcp://${given}`);
  } catch {
    throw refuse("which is not an address");
  }
  if (!url.hostname) throw refuse("which names no host");
  if (url.protocol === "ssh:") return sshEndpoint(given, url, refuse);
  if (url.protocol !== "tcp:" && url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuse("a kind of address that is not supported");
  }
  const tls = url.protocol === "https:" || url.port === "2376" || Boolean(env.DOCKER_TLS_VERIFY);
  const port = url.port ? Number(url.port) : tls ? 2376 : 2375;
  return { kind: "tcp", text: given, host: url.hostname.replace(/^\[|\]$/g, ""), port, tls };
}

/** The sockets of a local engine, in the order they are tried: system-wide, rootless, Docker Desktop. */
export function localEndpoints(env: NodeJS.ProcessEnv): Endpoint[] {
  const paths = ["/var/run/docker.sock"];
  const runtime = env.XDG_RUNTIME_DIR;
  if (runtime) paths.push(join(runtime, "docker.sock"));
  paths.push(join(env.HOME ?? homedir(), ".docker", "run", "docker.sock"));
  return paths.map(unixEndpoint);
}

function unixEndpoint(path: string): Endpoint {
  return { kind: "unix", text: `unix://${path}`, path };
}

function sshEndpoint(given: string, url: URL, refuse: (why: string) => UserError): Endpoint {
  if (url.password) throw refuse("which holds a password (ssh takes keys or an agent)");
  if (url.pathname !== "" && url.pathname !== "/") throw refuse("which has a path (only user, host and port count)");
  const user = decodeURIComponent(url.username);
  // A leading hyphen would be read as an option by ssh.
  if (user.startsWith("-") || url.hostname.startsWith("-")) throw refuse("whose user or host starts with a hyphen");
  const target = [...(user ? ["-l", user] : []), ...(url.port ? ["-p", url.port] : []), "--", url.hostname];
  return { kind: "ssh", text: given, target };
}
