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
    // A broken pipe or the end of output says nothing. Only once ssh has ended its reason is known, and passed on.
    const connection = new Duplex({
      read: () => void child.stdout.resume(),
      write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
      final: (done) => void child.stdin.end(() => done()),
      destroy: (error, done) => {
        child.kill();
        done(error);
      },
    });
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (chunk: Buffer) => {
      if (!connection.push(chunk)) child.stdout.pause();
    });
    child.on("error", (error) => connection.destroy(new Error(`ssh cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code) connection.destroy(new Error(`ssh ended with ${code}: ${said.trim() || "no message"}`));
      else connection.push(null);
    });
    return connection;
  };
  return agent;
}
