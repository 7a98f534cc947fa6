/** One client for every kind of endpoint, and the question whether an engine answers there. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import Dockerode from "dockerode";
import { UserError } from "../errors";
import type { Endpoint } from "./endpoint";
import { sshAgent } from "./sshAgent";

/** What came of asking an endpoint for its version. */
export type Answer =
  | { readonly answers: true; readonly version: string; readonly apiVersion: string }
  | { readonly answers: false; readonly because: "absent" | "refused" | "permission" | "other"; readonly text: string };

/** An engine answers at once on a socket; ssh has to log in first. Milliseconds. */
const PATIENCE = { unix: 5_000, tcp: 5_000, ssh: 20_000 } as const;

/** A client for the endpoint; nothing is sent yet. */
export function connect(endpoint: Endpoint, env: NodeJS.ProcessEnv): Dockerode {
  // docker-modem reads DOCKER_HOST for everything left out, so what must not come from there is set to undefined.
  const unset = { host: undefined, port: undefined, socketPath: undefined };
  if (endpoint.kind === "unix") return new Dockerode({ ...unset, socketPath: endpoint.path, protocol: "http" });
  if (endpoint.kind === "tcp") {
    const { host, port, tls } = endpoint;
    const keys = tls ? tlsKeys(env) : {};
    return new Dockerode({ ...unset, host, port, protocol: tls ? "https" : "http", ...keys });
  }
  // `agent` is read by docker-modem but missing in its types; the host is a placeholder, the agent knows the way.
  const options = {
    ...unset,
    host: "docker.invalid",
    protocol: "http",
    agent: sshAgent(endpoint.target, env),
  } as const;
  return new Dockerode(options);
}

/** Asks for the engine's version, with a bound. Never throws. */
export async function ask(docker: Dockerode, endpoint: Endpoint): Promise<Answer> {
  const bound = new Promise<Answer>((resolve) => {
    const text = `no answer within ${PATIENCE[endpoint.kind] / 1000} s`;
    setTimeout(() => resolve({ answers: false, because: "other", text }), PATIENCE[endpoint.kind]).unref();
  });
  const asked = docker.version().then(
    ({ Version, ApiVersion }): Answer => ({ answers: true, version: Version, apiVersion: ApiVersion }),
    (error: NodeJS.ErrnoException): Answer => ({
      answers: false,
      because: becauseOf(error.code),
      text: error.message,
    }),
  );
  return Promise.race([asked, bound]);
}

function becauseOf(code: string | undefined): "absent" | "refused" | "permission" | "other" {
  if (code === "ENOENT") return "absent";
  if (code === "ECONNREFUSED") return "refused";
  if (code === "EACCES" || code === "EPERM") return "permission";
  return "other";
}

function tlsKeys(env: NodeJS.ProcessEnv): { ca: string; cert: string; key: string } {
  const folder = env.DOCKER_CERT_PATH ?? join(env.HOME ?? homedir(), ".docker");
  const read = (name: string): string => {
    const path = join(folder, name);
    if (!existsSync(path)) {
      throw new UserError({
        what: `DOCKER_HOST asks for TLS, and there is no ${path}.`,
        allowed: "ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH (default ~/.docker)",
        fix: "set DOCKER_CERT_PATH to the folder with the three files",
      });
    }
    return readFileSync(path, "utf8");
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
