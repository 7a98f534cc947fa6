/** Reads Traefik's access log from its container: the lines that Docker still keeps, from a point in time on. */
import type Docker from "dockerode";
import { type AccessLogOptions, accessRow } from "./accessLog";
import type { AuditRow } from "./row";

/** Bytes that Docker puts before each part of a log: stream, three zeros, length. */
const FRAME = 8;

/** Rows of the log. */
export async function readAccessLog(
  docker: Docker,
  container: string,
  since: Date,
  options: AccessLogOptions,
): Promise<AuditRow[]> {
  const seconds = Math.floor(since.getTime() / 1000);
  const raw = (await docker.getContainer(container).logs({
    stdout: true,
    stderr: true,
    follow: false,
    since: seconds,
  })) as unknown as Buffer;
  return textOf(raw)
    .split("\n")
    .flatMap((line) => accessRow(line, options) ?? []);
}

/** The text of a log without its frames. */
export function textOf(raw: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at + FRAME <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.toString("utf8", at + FRAME, at + FRAME + length));
    at += FRAME + length;
  }
  return parts.join("");
}
