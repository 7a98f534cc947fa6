/** Finding an engine: what is decided from facts alone, and the kinds of DOCKER_HOST against the real one. */
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { endpointFromEnvironment, localEndpoints } from "../../cli/engine/endpoint";
import { ensureEngine } from "../../cli/engine/ensureEngine";
import { isDebianLike, type Machine, planFor } from "../../cli/engine/machine";
import { engineOrSkip } from "./engineUnderTest";

const quiet = (): void => undefined;

describe("DOCKER_HOST", () => {
  const read = (value: string, more: NodeJS.ProcessEnv = {}) =>
    endpointFromEnvironment({ DOCKER_HOST: value, ...more });

  test("that is not set or empty names nothing", () => {
    assert.equal(endpointFromEnvironment({}), undefined);
    assert.equal(read(""), undefined);
  });

  test("is read as a socket, a TCP port with or without TLS, or an ssh host", () => {
    assert.deepEqual(read("unix:///run/x.sock"), { kind: "unix", text: "unix:///run/x.sock", path: "/run/x.sock" });
    const tcp = { kind: "tcp", host: "nas.lan", port: 2375, tls: false };
    assert.deepEqual(read("tcp://nas.lan:2375"), { ...tcp, text: "tcp://nas.lan:2375" });
    assert.deepEqual(read("nas.lan:2375"), { ...tcp, text: "nas.lan:2375" });
    assert.deepEqual(read("tcp://nas.lan"), { ...tcp, text: "tcp://nas.lan" });
    assert.deepEqual(read("tcp://nas.lan:2376"), { ...tcp, text: "tcp://nas.lan:2376", port: 2376, tls: true });
    const verified = read("tcp://nas.lan", { DOCKER_TLS_VERIFY: "1" });
    assert.deepEqual(verified, { ...tcp, text: "tcp://nas.lan", port: 2376, tls: true });
    assert.deepEqual(read("tcp://[::1]:2375"), { ...tcp, text: "tcp://[::1]:2375", host: "::1" });
    assert.deepEqual(read("ssh://root@nas.lan:2222"), {
      kind: "ssh",
      text: "ssh://root@nas.lan:2222",
      target: ["-l", "root", "-p", "2222", "--", "nas.lan"],
    });
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ["unix://relative.sock", /names no absolute path/],
    ["npipe:////./pipe/docker_engine", /names no host|not supported/],
    ["ftp://nas.lan", /not supported/],
    ["ssh://root:secret@nas.lan", /holds a password/],
    ["ssh://nas.lan/var/run/docker.sock", /has a path/],
    ["ssh://-oProxyCommand=evil@nas.lan", /starts with a hyphen/],
    ["tcp://", /not an address|names no host/],
  ];
  for (const [value, why] of refused) {
    test(`"${value}" is refused with what is allowed and what to do`, () => {
      assert.throws(
        () => read(value),
        (error: Error) => {
          assert.match(error.message, why);
          assert.match(error.message, /Allowed: unix:\/\/\/path/);
          assert.match(error.message, /What to do: /);
          return true;
        },
      );
    });
  }

  test("without it the system's socket comes first, then the user's own", () => {
    const texts = localEndpoints({ HOME: "/home/ada", XDG_RUNTIME_DIR: "/run/user/1" }).map(({ text }) => text);
    assert.deepEqual(texts, [
      "unix:///var/run/docker.sock",
      "unix:///run/user/1/docker.sock",
      "unix:///home/ada/.docker/run/docker.sock",
    ]);
  });
});

describe("a machine without an answering engine", () => {
  const bare: Machine = { platform: "linux", root: true, debian: true, dockerd: undefined, systemd: false };
  const installed: Machine = { ...bare, dockerd: "/usr/sbin/dockerd" };
  const cases: readonly (readonly [string, Machine, boolean, RegExp])[] = [
    ["gets one where it is Debian and we are root", bare, true, /^install$/],
    ["does not where --no-install forbids it", bare, false, /--no-install forbids.*apt-get install docker\.io/s],
    ["does not where we are not root", { ...bare, root: false }, true, /only root can install.*sudo apt-get install/s],
    ["does not where it is no Debian", { ...bare, debian: false }, true, /only on Debian and Ubuntu.*docs\.docker/s],
    ["does not on macOS", { ...bare, platform: "darwin" }, true, /start Docker Desktop/],
    ["has an installed one started", installed, true, /^start$/],
    ["has an installed one started under --no-install too", installed, false, /^start$/],
    ["says how to start it where we are not root", { ...installed, root: false }, true, /run: sudo dockerd/],
    [
      "says how to start it by systemd",
      { ...installed, root: false, systemd: true },
      true,
      /run: sudo systemctl start docker/,
    ],
  ];
  for (const [title, machine, install, expected] of cases) {
    test(title, () => {
      const plan = planFor(machine, install);
      assert.match(plan.kind === "refuse" ? `${plan.fault.what} ${plan.fault.fix}` : plan.kind, expected);
    });
  }

  test("is Debian's kind by ID or ID_LIKE alone", () => {
    assert.equal(isDebianLike('NAME="Debian GNU/Linux"\nID=debian\n'), true);
    assert.equal(isDebianLike("ID=ubuntu\nID_LIKE=debian\n"), true);
    assert.equal(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), true);
    assert.equal(isDebianLike('ID="alpine"\nHOME_URL="https://debian.org"\n'), false);
    assert.equal(isDebianLike(""), false);
  });
});

describe("an engine that DOCKER_HOST names", { concurrency: false }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "sso-engine-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("and that does not answer is an error: nothing is installed, no other engine is taken", async () => {
    const env = { ...process.env, DOCKER_HOST: `unix://${folder}/none.sock` };
    const lines: string[] = [];
    const failure = await ensureEngine({ install: true, env, report: (line) => lines.push(line) }).catch(
      (error: Error) => error,
    );
    assert.ok(failure instanceof Error);
    assert.match(failure.message, /No Docker Engine answers at unix:.*none\.sock.*ENOENT.*unset DOCKER_HOST/s);
    assert.deepEqual(lines, []);
  });

  test("over TLS without keys says which file is missing", async () => {
    const env = { ...process.env, DOCKER_HOST: "tcp://127.0.0.1:2376", DOCKER_CERT_PATH: folder };
    await assert.rejects(
      ensureEngine({ install: true, env, report: quiet }),
      /there is no .*ca\.pem.*DOCKER_CERT_PATH/s,
    );
  });

  test("over ssh repeats what ssh said", async () => {
    const ssh = join(folder, "ssh");
    writeFileSync(ssh, "#!/bin/sh\necho 'Host key verification failed.' >&2\nexit 255\n");
    chmodSync(ssh, 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, DOCKER_HOST: "ssh://root@nas.lan" };
    await assert.rejects(
      ensureEngine({ install: true, env, report: quiet }),
      /Host key verification failed.*What to do: make this work without a question: ssh -l root -- nas\.lan docker/s,
    );
  });

  const docker = await engineOrSkip();
  if (!docker) {
    test("answers over every kind of address", { skip: "no Docker Engine can be had" }, () => undefined);
    return;
  }

  let forwarder: Server;
  const open = new Set<Socket>();
  before(async () => {
    forwarder = createServer((client) => {
      open.add(client);
      const engine = dial("/var/run/docker.sock");
      client.pipe(engine).pipe(client);
      client.on("error", () => engine.destroy()).on("close", () => engine.destroy());
      engine.on("error", () => client.destroy());
    });
    await new Promise<void>((resolve) => forwarder.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    forwarder.close();
    for (const socket of open) socket.destroy();
  });

  test("answers on a socket, and is found without DOCKER_HOST", async () => {
    const { DOCKER_HOST: _, ...env } = process.env;
    const found = await ensureEngine({ install: false, env, report: quiet });
    assert.equal(found.host, "unix:///var/run/docker.sock");
    assert.equal(found.startedByUs, false);
    assert.match(found.version, /^\d+\.\d+/);
    assert.match(found.apiVersion, /^1\.\d+$/);
    const named = await ensureEngine({ install: false, env: { ...env, DOCKER_HOST: found.host }, report: quiet });
    assert.equal(named.version, found.version);
  });

  test("answers over TCP, with streams", async () => {
    const { port } = forwarder.address() as AddressInfo;
    const host = `tcp://127.0.0.1:${port}`;
    const engine = await ensureEngine({ install: false, env: { ...process.env, DOCKER_HOST: host }, report: quiet });
    assert.equal(engine.host, host);
    assert.ok(Array.isArray(await engine.docker.listContainers()));
  });

  test("answers over ssh, by the system's ssh and its dial-stdio, one connection after the other", async () => {
    // In the place of ssh: checks what it is told to run, and does it here.
    const ssh = join(folder, "ssh");
    const relay = `const s=require("net").connect("/var/run/docker.sock");process.stdin.pipe(s).pipe(process.stdout)`;
    writeFileSync(
      ssh,
      `#!/bin/sh\ncase "$*" in *"-o BatchMode=yes"*"-l root -p 2222 -- nas.lan docker system dial-stdio") ;;\n` +
        `*) echo "told: $*" >&2; exit 9 ;; esac\nexec "${process.execPath}" -e '${relay}'\n`,
    );
    chmodSync(ssh, 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, DOCKER_HOST: "ssh://root@nas.lan:2222" };
    const engine = await ensureEngine({ install: false, env, report: quiet });
    for (let i = 0; i < 3; i += 1) assert.ok(Array.isArray(await engine.docker.listImages()));
  });
});
