/**
 * Starting an installed engine that does not run. Shown with the real dockerd in a mount and network namespace of its
 * own, where no socket, no data and no pid file of the machine's engine is seen.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { findProgram } from "../../cli/engine/machine";

const CHECKOUT = resolve(__dirname, "..", "..");

/** Why this cannot be tried here, or nothing. */
function obstacle(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  if (!findProgram("dockerd", process.env)) return "dockerd is not installed";
  return spawnSync("unshare", ["-m", "-n", "true"]).status === 0 ? undefined : "namespaces are not allowed here";
}

const why = obstacle();
if (why) console.error(`\n!!! SKIPPED: starting an engine: ${why}\n`);

test("an installed engine that does not run is started, found again, its failure explained, and a missing one installed", {
  skip: why ?? false,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "sso-start-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["lib", "home"]) mkdirSync(join(folder, name));
  const dockerd = realpathSync(findProgram("dockerd", process.env) ?? "");
  const pidFile = join(folder, "home", ".cache", "authentik-sso", "engine", "dockerd.pid");
  writeFileSync(
    join(folder, "ask.ts"),
    `import { ensureEngine } from ${JSON.stringify(join(CHECKOUT, "cli", "engine", "ensureEngine"))};
     ensureEngine({ install: Boolean(process.env.INSTALL), report: () => undefined }).then(
       ({ host, startedByUs, notes }) => console.log(JSON.stringify({ host, startedByUs, notes })),
       (error) => console.log(JSON.stringify({ name: error.name, message: error.message })),
     );`,
  );
  writeFileSync(
    join(folder, "script.sh"),
    `set -e
     mount --make-rprivate /
     mount -t tmpfs tmpfs /run
     mkdir -p /etc/docker
     mount -t tmpfs tmpfs /etc/docker
     mount --bind ${folder}/lib /var/lib/docker
     stop() { kill "$(cat ${pidFile})"; while [ -e ${pidFile} ]; do sleep 0.2; done; }
     trap '[ ! -e ${pidFile} ] || stop' EXIT
     ask() { ${process.execPath} --import tsx ${folder}/ask.ts; }
     ask
     ask
     stop
     echo $$ > ${pidFile}
     ask
     stop
     ask > ${folder}/one & ask > ${folder}/two; wait $!
     cat ${folder}/one ${folder}/two
     stop
     echo '{nonsense' > /etc/docker/daemon.json
     ask
     rm /etc/docker/daemon.json
     mount --bind /dev/null ${dockerd}
     ask
     INSTALL=1 ask`,
  );
  // In the place of apt-get: notes what it is told, and lets the hidden dockerd be seen again.
  writeFileSync(
    join(folder, "apt-get"),
    `#!/bin/sh\necho "$@" >> ${folder}/apt\ncase "$*" in *install*) umount ${dockerd} ;; esac\n`,
    { mode: 0o755 },
  );
  const { DOCKER_HOST: _host, XDG_CACHE_HOME: _cache, XDG_RUNTIME_DIR: _runtime, ...env } = process.env;
  const output = execFileSync("unshare", ["-m", "-n", "sh", join(folder, "script.sh")], {
    cwd: CHECKOUT,
    env: { ...env, HOME: join(folder, "home"), PATH: `${folder}:${env.PATH}` },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 120_000,
  });
  type Said = { host?: string; startedByUs?: boolean; notes?: string[]; name?: string; message?: string };
  const [first, second, third, one, two, broken, refused, installed] = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Said);

  assert.equal(first?.host, "unix:///var/run/docker.sock");
  assert.equal(first?.startedByUs, true);
  assert.match(first?.notes?.join(" ") ?? "", /has been started \(dockerd, pid \d+, log .*dockerd\.log\)/);
  assert.deepEqual(
    second,
    { host: first?.host, startedByUs: false, notes: [] },
    "outlives the process that started it",
  );
  assert.equal(third?.startedByUs, true, "a pid file that names another program is no obstacle");
  for (const concurrent of [one, two]) assert.equal(concurrent?.host, first?.host, JSON.stringify(concurrent));
  assert.equal(broken?.name, "UserError");
  assert.match(refused?.message ?? "", /--no-install forbids installing it/);
  assert.equal(installed?.startedByUs, true);
  assert.match(installed?.notes?.join(" ") ?? "", /docker\.io has been installed with apt.*has been started/);
  assert.match(
    readFileSync(join(folder, "apt"), "utf8"),
    /^.* update\n.*DPkg::Lock::Timeout=300 install docker\.io\n$/,
  );
  assert.match(broken?.message ?? "", /dockerd ended \(1\).*daemon\.json.*What to do/s);
});
