/**
 * The containers that keep an emergency route open and close it: on the Docker host, so that nothing depends on the
 * machine of whoever opened it.
 *
 * The *timer* writes the route's file and removes it when its time is over; the *guard* only removes it. Both run the
 * same lines. Two, since Docker does not restart a container that somebody ends by `docker kill` (measured with 20.10:
 * only a process that dies by itself is restarted). Asked to stop, as when the host shuts down, both close at once.
 */
import type Docker from "dockerode";
import { textOf } from "../audit/readLog";
import { removeContainer } from "../engineClient";
import { EXIT, UserError } from "../errors";
import { routeFileName } from "./routeFile";

/** Where the volume is mounted in these containers. */
const FOLDER = "/break-glass";

/** Label of every container of this kind; its value is the gate's prefix. Others begin with it. */
const LABEL = "authentik-sso.break-glass";

const ROLES = ["timer", "guard"] as const;

type Role = (typeof ROLES)[number];

/** What is kept of an opening, as labels of its containers. No secret is among them. */
export interface OpeningRecord {
  readonly service: string;
  readonly host: string;
  readonly from: readonly string[];
  readonly reason: string;
  readonly by: string;
  /** Name that the route's basic auth asks for. */
  readonly user: string;
  /** RFC 3339. */
  readonly opened: string;
  readonly until: string;
}

/** Where an emergency route lives. */
export interface EmergencyPlace {
  readonly docker: Docker;
  /** Prefix of the gate. */
  readonly prefix: string;
  /** Volume that Traefik's file provider watches. */
  readonly volume: string;
  /** Image with a shell: Traefik's own, which is there already. */
  readonly image: string;
}

/** One of the two containers as the engine has it. */
export interface TimerState extends OpeningRecord {
  readonly role: Role;
  readonly container: string;
  readonly running: boolean;
  readonly exitCode: number;
  /** RFC 3339; empty while it runs. */
  readonly finished: string;
}

/** `date` counts, not the length of a pause: a machine that slept closes when it wakes. */
const SCRIPT = `
set -u
close() { rm -f "$FILE" "$FILE.new"; echo "$(date -u +%FT%TZ) closed: $1"; exit 0; }
trap 'close "asked to stop"' TERM INT
[ "$(date +%s)" -lt "$DEADLINE" ] || close "its time was over"
if [ -n "$ROUTE" ]; then
  printf '%s' "$ROUTE" > "$FILE.new" && mv "$FILE.new" "$FILE" || exit 1
  echo "$(date -u +%FT%TZ) open until $UNTIL"
fi
while [ "$(date +%s)" -lt "$DEADLINE" ]; do sleep 1 & wait $!; done
close "its time is over"
`;

/**
 * Opens: first the guard, then the timer with the file's text, which holds the hash of the password and no password.
 *
 * @throws {UserError} when the timer does not get as far as writing the file; nothing is left open then
 */
export async function startTimer(place: EmergencyPlace, record: OpeningRecord, route: string): Promise<void> {
  await removeTimers(place, record.service);
  try {
    await start(place, record, "guard", "");
    const timer = await start(place, record, "timer", route);
    await untilOpen(timer);
  } catch (error) {
    await closeRoute(place, record.service);
    throw error;
  }
}

/** Closes a route, whatever is left of its containers, and makes sure that its file is gone. The record stays. */
export async function closeRoute(place: EmergencyPlace, service: string): Promise<void> {
  await Promise.all(ROLES.map((role) => stopTimer(place.docker, nameOf(place, service, role))));
  await runInVolume(place, 'rm -f "$FILE" "$FILE.new" && [ ! -e "$FILE" ]', service);
}

/** Asks a timer or guard to stop, which closes its route; one that stands still or is gone is fine. */
export async function stopTimer(docker: Docker, container: string): Promise<void> {
  await ignoring([304, 404], docker.getContainer(container).stop({ t: 5 }));
}

/** Every container of this kind that the engine has, those that are done included. */
export async function readTimers(docker: Docker, prefix: string): Promise<readonly TimerState[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [`${LABEL}=${prefix}`] } });
  const states = await Promise.all(
    found.map(async ({ Id, Labels }): Promise<TimerState[]> => {
      const role = Labels[`${LABEL}.role`];
      if (role !== "timer" && role !== "guard") return [];
      const inspected = await ignoring([404], docker.getContainer(Id).inspect());
      if (!inspected) return [];
      const { State, Name } = inspected;
      const text = (field: string) => Labels[`${LABEL}.${field}`] ?? "";
      return [
        {
          service: text("service"),
          host: text("host"),
          from: text("from").split(",").filter(Boolean),
          reason: text("reason"),
          by: text("by"),
          user: text("user"),
          opened: text("opened"),
          until: text("until"),
          role,
          container: Name.replace(/^\//, ""),
          running: State.Running || State.Restarting,
          exitCode: State.ExitCode,
          finished: State.Running ? "" : State.FinishedAt,
        },
      ];
    }),
  );
  return states.flat().sort((a, b) => (a.container < b.container ? -1 : 1));
}

/** Removes the containers of a service's routes, or of all: what they keep of past openings goes with them. */
export async function removeTimers(place: Pick<EmergencyPlace, "docker" | "prefix">, service?: string): Promise<void> {
  for (const timer of await readTimers(place.docker, place.prefix)) {
    if (service === undefined || timer.service === service) await removeContainer(place.docker, timer.container);
  }
}

/** Names and texts of the route files in the volume, whoever put them there. */
export async function readRouteFiles(place: EmergencyPlace): Promise<ReadonlyMap<string, string>> {
  const script = `cd ${FOLDER} && for file in ${routeFileName("*")}; do [ -e "$file" ] && echo "$file $(head -n 1 "$file")"; done; true`;
  const lines = (await runInVolume(place, script, "list")).split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]));
}

function nameOf({ prefix }: Pick<EmergencyPlace, "prefix">, service: string, role: string): string {
  return `${prefix}-break-glass-${service}-${role}`;
}

async function start(
  place: EmergencyPlace,
  record: OpeningRecord,
  role: Role,
  route: string,
): Promise<Docker.Container> {
  const fields = { ...record, from: record.from.join(","), role };
  const container = await place.docker.createContainer({
    ...confined(place, SCRIPT),
    name: nameOf(place, record.service, role),
    Env: [
      `FILE=${FOLDER}/${routeFileName(record.service)}`,
      `DEADLINE=${Math.ceil(Date.parse(record.until) / 1000)}`,
      `UNTIL=${record.until}`,
      `ROUTE=${route}`,
    ],
    Labels: {
      [LABEL]: place.prefix,
      ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${LABEL}.${field}`, value])),
    },
  });
  await container.start();
  return container;
}

/** No network, no capability, nothing to write but the volume; restarted when it dies, not when it is done. */
function confined({ image, volume }: EmergencyPlace, script: string): Docker.ContainerCreateOptions {
  return {
    Image: image,
    User: "0:0",
    Entrypoint: ["sh", "-c", script],
    Cmd: [],
    // The image's check asks its program; here none runs.
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: "none",
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      ReadonlyRootfs: true,
      Memory: 32 * 1024 * 1024,
      PidsLimit: 16,
      RestartPolicy: { Name: "on-failure" },
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "1" } },
      Mounts: [{ Type: "volume", Source: volume, Target: FOLDER }],
    },
  };
}

/** Runs a few lines in the volume and gives what they print. */
async function runInVolume(place: EmergencyPlace, script: string, service: string): Promise<string> {
  const options = confined(place, script);
  const container = await place.docker.createContainer({
    ...options,
    Env: [`FILE=${FOLDER}/${routeFileName(service)}`],
    HostConfig: { ...options.HostConfig, RestartPolicy: { Name: "no" } },
    Labels: { [LABEL]: place.prefix },
  });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    const output = await logOf(container);
    if (StatusCode === 0) return output;
    throw new UserError(
      {
        what: `The volume ${place.volume} could not be changed: ${output.trim() || `exit code ${StatusCode}`}`,
        fix: `remove the route by hand on the Docker host: docker run --rm -v ${place.volume}:${FOLDER} --entrypoint sh ${place.image} -c 'rm -f ${FOLDER}/${routeFileName("*")}'`,
      },
      EXIT.failed,
    );
  } finally {
    await ignoring([404, 409], container.remove({ force: true }));
  }
}

const PATIENCE_MS = 15_000;

async function untilOpen(container: Docker.Container): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const output = await logOf(container);
    if (/ open until /.test(output)) return;
    const { State } = await container.inspect();
    if (!State.Running || Date.now() > end) {
      throw new UserError(
        { what: `The emergency route was not opened; its timer says: ${output.trim() || State.Status}` },
        EXIT.failed,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function logOf(container: Docker.Container): Promise<string> {
  return textOf((await container.logs({ stdout: true, stderr: true, follow: false })) as unknown as Buffer);
}

async function ignoring<T>(codes: readonly number[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (codes.includes((error as { statusCode?: number }).statusCode ?? 0)) return undefined;
    throw error;
  }
}
