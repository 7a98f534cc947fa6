/** The timer of an emergency route on the real Docker Engine, in front of a real Traefik. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { hash } from "bcryptjs";
import Dockerode from "dockerode";
import { readAccessLog } from "../../cli/audit/readLog";
import { findPlace } from "../../cli/breakGlass/place";
import { closingRows, routesByTimers } from "../../cli/breakGlass/report";
import { renderRoute } from "../../cli/breakGlass/routeFile";
import { waitUntilServed } from "../../cli/breakGlass/served";
import {
  closeRoute,
  type EmergencyPlace,
  type OpeningRecord,
  readRouteFiles,
  readTimers,
  removeTimers,
  startTimer,
} from "../../cli/breakGlass/timer";
import { openProbe } from "../../cli/live/probe";
import { DYNAMIC_DIRECTORY, emergencyVolumeOf } from "../../components/traefik/staticConfiguration";
import { preparedImages, withoutEngine } from "../support/engine";

const PREFIX = `bg${randomBytes(4).toString("hex")}`;
const HOST = "grafana.example.com";
const PASSWORD = randomBytes(18).toString("base64url");
const FILE = "break-glass-grafana.yml";

describe("an emergency route on the engine", { skip: withoutEngine() }, () => {
  const docker = new Dockerode();
  let place: EmergencyPlace;
  let gateway = "";
  let address = "";

  before(async () => {
    const image = preparedImages().traefik ?? "";
    const volume = emergencyVolumeOf(PREFIX);
    await docker.createVolume({ Name: volume });
    const network = await docker.createNetwork({ Name: PREFIX });
    const traefik = await docker.createContainer({
      name: `${PREFIX}-traefik`,
      Image: image,
      Cmd: [
        "--entrypoints.websecure.address=:80",
        `--providers.file.directory=${DYNAMIC_DIRECTORY}`,
        "--providers.file.watch=true",
        "--providers.providersthrottleduration=100ms",
        "--ping=true",
        "--ping.manualrouting=true",
        "--accesslog=true",
        "--accesslog.format=json",
        // The route leads to Traefik's own ping here, which is not logged otherwise.
        "--accesslog.addinternals=true",
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
      ],
      HostConfig: { NetworkMode: PREFIX, Mounts: [{ Type: "volume", Source: volume, Target: DYNAMIC_DIRECTORY }] },
    });
    await traefik.start();
    gateway = String((await network.inspect()).IPAM?.Config?.[0]?.Gateway);
    address = (await traefik.inspect()).NetworkSettings.Networks[PREFIX]?.IPAddress ?? "";
    place = await findPlace(docker, PREFIX);
    await until("Traefik", async () => (await ask()) === 404);
  });

  after(async () => {
    await removeTimers({ docker, prefix: PREFIX });
    const containers = await docker.listContainers({ all: true });
    for (const { Id, Names } of containers) {
      if (Names.some((name) => name.startsWith(`/${PREFIX}-`))) await docker.getContainer(Id).remove({ force: true });
    }
    await docker.getNetwork(PREFIX).remove();
    await docker.getVolume(emergencyVolumeOf(PREFIX)).remove();
  });

  /** The status of a request to the host; by default with the password. */
  function ask(password = PASSWORD, user = "emergency-1"): Promise<number> {
    return new Promise((resolve) => {
      const options = { host: address, headers: { host: HOST }, auth: `${user}:${password}`, agent: false };
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", () => resolve(0))
        .end();
    });
  }

  async function opening(
    seconds: number,
    from = `${gateway}/32`,
    user = "emergency-1",
  ): Promise<[OpeningRecord, string]> {
    const end = Date.now() + seconds * 1000;
    const record: OpeningRecord = {
      service: "grafana",
      host: HOST,
      from: [from],
      reason: "a test on the engine",
      by: "test@here",
      user,
      opened: new Date().toISOString(),
      until: new Date(end).toISOString(),
    };
    // The condition in the file ends later than the timer: what closes here is the timer.
    const route = renderRoute({
      service: "grafana",
      host: HOST,
      traefikService: "ping@internal",
      from: [from],
      entryPoint: "websecure",
      certResolver: "",
      user,
      hash: await hash(PASSWORD, 4),
      deadline: Math.floor(end / 1000) + 3600,
    }).replace(/^ +tls: \{\}\n/m, "");
    return [record, route];
  }

  const isOpen = async () => (await ask()) === 200;
  const isClosed = async () => (await ask()) === 404;
  const files = async () => [...(await readRouteFiles(place)).keys()];
  const states = async () => routesByTimers(await readTimers(docker, PREFIX), new Date()).map(({ state }) => state);

  it("opens with the password alone, is on record, and closes after its time with whoever opened it killed", {
    timeout: 120_000,
  }, async () => {
    const [record, route] = await opening(SECONDS);
    const { docker: _docker, ...rest } = place;
    const args = [JSON.stringify(rest), JSON.stringify(record), route];
    const opener = spawn(process.execPath, ["--import", "tsx", join(__dirname, "breakGlassOpener.ts"), ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await Promise.race([
      once(opener.stdout, "data"),
      once(opener, "exit").then(() => assert.fail("the opener ended by itself")),
    ]);
    opener.kill("SIGKILL");
    await once(opener, "exit");

    await until("open", isOpen);
    assert.ok(Date.now() < Date.parse(record.until), "opened in time to be seen");
    assert.equal(await ask("wrong"), 401);
    assert.deepEqual(await states(), ["open"]);
    assert.deepEqual(await files(), [FILE]);
    const inspected = await docker.getContainer(`${PREFIX}-break-glass-grafana-timer`).inspect();
    assert.equal(inspected.HostConfig.NetworkMode, "none");
    assert.equal(inspected.Config.Labels["authentik-sso.break-glass.reason"], record.reason);
    assert.ok(!JSON.stringify(inspected).includes(PASSWORD), "the password is nowhere in docker inspect");

    await until("closed", isClosed);
    assert.ok(Date.now() >= Date.parse(record.until) - 1000, "not before its time");
    await until("done", async () => (await states())[0] === "closed");
    assert.deepEqual(await files(), []);
    const [closing] = closingRows(routesByTimers(await readTimers(docker, PREFIX), new Date()));
    assert.match(closing?.detail ?? "", /its time was over; opened for: a test on the engine/);
    const uses = await readAccessLog(docker, `${PREFIX}-traefik`, new Date(record.opened), { emergencyOnly: true });
    assert.deepEqual(
      new Set(uses.map(({ what, who, service, from, outcome }) => [what, who, service, from, outcome].join(" "))),
      new Set([
        `break_glass_use emergency-1 grafana ${gateway} allowed`,
        `break_glass_use emergency-1 grafana ${gateway} denied`,
      ]),
    );
  });

  it("is called served only when the next request gets through, also right after another one", {
    timeout: 120_000,
  }, async () => {
    const probe = openProbe({ address });
    const served = (user: string) =>
      waitUntilServed({ ask: probe.ask, url: `http://${HOST}/`, user, patienceMs: 30_000 });
    for (const user of ["emergency-1", "emergency-2"]) {
      const [record, route] = await opening(120, undefined, user);
      await startTimer(place, record, route);
      assert.equal(await served(user), true, user);
      assert.equal(await ask(PASSWORD, user), 200, user);
    }
    await closeRoute(place, "grafana");
    await probe.close();
  });

  it("is neither there nor called served for an address outside its range", { timeout: 120_000 }, async () => {
    const [record, route] = await opening(120, "192.0.2.0/24");
    await startTimer(place, record, route);
    assert.deepEqual(await files(), [FILE]);
    const probe = openProbe({ address });
    const url = `http://${HOST}/`;
    assert.equal(await waitUntilServed({ ask: probe.ask, url, user: record.user, patienceMs: 1500 }), false);
    await probe.close();
    assert.equal(await ask(), 404);
    await closeRoute(place, "grafana");
    assert.deepEqual(await files(), []);
  });

  it("closes after its time though its timer is killed, by the guard or by the restart", {
    timeout: 120_000,
  }, async () => {
    for (const kill of ["docker kill", "a crash"] as const) {
      const [record, route] = await opening(SECONDS);
      await startTimer(place, record, route);
      await until("open", isOpen);
      const timer = docker.getContainer(`${PREFIX}-break-glass-grafana-timer`);
      const guard = docker.getContainer(`${PREFIX}-break-glass-grafana-guard`);
      if (kill === "docker kill") await timer.kill();
      else {
        // Killed by hand the guard stays away, so that it is the restarted timer that closes.
        await guard.kill();
        process.kill((await timer.inspect()).State.Pid, "SIGKILL");
        await until("restarted", async () => (await timer.inspect()).RestartCount > 0);
      }
      assert.ok(await isOpen(), kill);
      await until(`closed after ${kill}`, isClosed, SECONDS + 15);
      assert.ok(Date.now() >= Date.parse(record.until) - 1000, "not before its time");
      assert.deepEqual(await files(), [], kill);
    }
  });

  it("closes at once when it is asked to, and when its containers are stopped as by a shutdown", {
    timeout: 120_000,
  }, async () => {
    for (const close of [
      () => closeRoute(place, "grafana"),
      () => docker.getContainer(`${PREFIX}-break-glass-grafana-guard`).stop({ t: 5 }),
    ]) {
      const [record, route] = await opening(120);
      await startTimer(place, record, route);
      await until("open", isOpen);
      await close();
      await until("closed", isClosed);
      assert.deepEqual(await files(), []);
      await closeRoute(place, "grafana");
    }
    await closeRoute(place, "grafana");
    assert.deepEqual(await states(), ["closed"], "closing twice is fine");
  });

  it("closes what is left when even the containers are gone", { timeout: 120_000 }, async () => {
    const [record, route] = await opening(120);
    await startTimer(place, record, route);
    for (const role of ["timer", "guard"]) {
      await docker.getContainer(`${PREFIX}-break-glass-grafana-${role}`).remove({ force: true });
    }
    await until("open", isOpen);
    assert.deepEqual(await files(), [FILE]);
    await closeRoute(place, "grafana");
    await until("closed", isClosed);
  });

  it("refuses a Traefik that does not read the volume, or none", async () => {
    await assert.rejects(findPlace(docker, `${PREFIX}-none`), /does not run on this engine/);
  });
});

/** How long a route stays open here: starting two containers takes seconds on a busy machine. */
const SECONDS = 15;

async function until(what: string, check: () => Promise<boolean>, seconds = 30): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await check())) {
    assert.ok(Date.now() < deadline, `${what}: not within ${seconds} s`);
    await sleep(100);
  }
}
