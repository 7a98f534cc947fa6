/** What this machine offers towards an engine, and what follows from it. */
import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { findExecutable } from "../../toolchain/executable";
import type { Fault } from "../errors";

/** The facts that decide how an engine can be had here. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** Debian, Ubuntu or one of their kind: `apt-get install docker.io` works. */
  readonly debian: boolean;
  /** Path of an installed dockerd. */
  readonly dockerd: string | undefined;
  /** systemd runs the services. */
  readonly systemd: boolean;
}

/** How to get an engine: start the one that is there, install one, or say why not. */
export type Plan =
  | { readonly kind: "start" }
  | { readonly kind: "install" }
  | { readonly kind: "refuse"; readonly fault: Fault };

const OWN_HOST = "or point DOCKER_HOST at a machine that has one";

/** Decides, from facts alone. `install: false` refuses to install, but an installed engine may be started. */
export function planFor(machine: Machine, install: boolean): Plan {
  const refuse = (what: string, fix: string): Plan => ({ kind: "refuse", fault: { what, fix: `${fix}, ${OWN_HOST}` } });
  if (machine.platform !== "linux") {
    return refuse("No Docker Engine answers on this machine.", "start Docker Desktop (or colima, OrbStack)");
  }
  if (machine.dockerd) {
    if (machine.root) return { kind: "start" };
    const command = machine.systemd ? "sudo systemctl start docker" : "sudo dockerd";
    return refuse("Docker Engine is installed but does not run, and only root can start it.", `run: ${command}`);
  }
  if (!machine.debian) {
    return refuse(
      "No Docker Engine answers on this machine, and it can be installed by itself only on Debian and Ubuntu.",
      "install it (https://docs.docker.com/engine/install/)",
    );
  }
  if (!machine.root) {
    return refuse(
      "No Docker Engine answers on this machine, and only root can install it.",
      "run: sudo apt-get install docker.io && sudo usermod -aG docker $USER, then log in again",
    );
  }
  if (!install) {
    return refuse(
      "No Docker Engine answers on this machine, and --no-install forbids installing it.",
      "leave --no-install out, run: apt-get install docker.io",
    );
  }
  return { kind: "install" };
}

/** Reads the facts of the machine that this process runs on. */
export function readMachine(env: NodeJS.ProcessEnv): Machine {
  const osRelease = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    debian: isDebianLike(osRelease),
    dockerd: findProgram("dockerd", env),
    systemd: existsSync("/run/systemd/system"),
  };
}

/** Whether an os-release text is Debian's, Ubuntu's or one derived from them (its ID or ID_LIKE says so). */
export function isDebianLike(osRelease: string): boolean {
  const values = [...osRelease.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)["']?$/gm)].flatMap((match) =>
    (match[1] ?? "").split(/\s+/),
  );
  return values.includes("debian") || values.includes("ubuntu");
}

/** The path of a program, also where the folders of system programs are not on PATH. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/bin", "/sbin"];
  return findExecutable(name, folders);
}
