/** Reaches an engine through the system's own ssh, as the docker command does. */
import { spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";

/**
 * An HTTP agent whose connections are `ssh TARGET docker system dial-stdio`.
 *
 * dockerode has an ssh client of its own, but that one accepts any host key and reads neither ~/.ssh/config nor
 * known_hosts. The ssh program does, takes keys from the agent, and is what Pulumi's docker provider uses, so that
 * both reach the same machine. BatchMode: a question for a password would hang unseen.
 *
 * @param target arguments that name the host: `["-l", "root", "--", "nas.lan"]`
 */
export function sshAgent(target: readonly string[], env: NodeJS.ProcessEnv): Agent {
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = () => {
    const options = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15"];
    const child = spawn("ssh", [...options, ...target, "docker", "system", "dial-stdio"], {
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
    const connection = Duplex.from({ readable: child.stdout, writable: child.stdin });
    child.on("error", (error) => connection.destroy(new Error(`ssh cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code) connection.destroy(new Error(`ssh ended with ${code}: ${said.trim() || "no message"}`));
    });
    connection.on("close", () => child.kill());
    return connection;
  };
  return agent;
}
