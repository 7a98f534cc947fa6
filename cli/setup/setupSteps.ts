/**
 * The steps that bring a machine to the point where pulumi can run: packages, toolchain, engine, images.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { IMAGES } from "../../components/versions";
import { readRoad } from "../stack/road";
import { readOwnConfig } from "../stack/stackConfig";
import type { Step } from "../steps";
import type { SetupContext } from "./context";

/** Packages are installed by `cli/start.mjs`, before any of this can run; the step tells what it found. */
export function dependenciesStep(env: NodeJS.ProcessEnv = process.env): Step {
  return {
    title: "Dependencies",
    run: async () => ({ text: `npm packages ${env.AUTHENTIK_SSO_DEPENDENCIES ?? "up to date"}` }),
  };
}

/** Pulumi's CLI and plugins: official ones, or built here; and the stand-in plugins where they are built. */
export function toolchainStep(context: SetupContext): Step {
  const { checkout } = context.options;
  return {
    title: "Pulumi",
    run: async (progress) => {
      const { ensureToolchain } = await import("../../toolchain/ensureToolchain");
      // A stack keeps to the road it was made on, also when downloads have become possible since.
      const offline = context.options.offline || readRoad(checkout) === "built";
      const toolchain = await ensureToolchain({ offline, report: progress });
      context.toolchain = toolchain;
      if (toolchain.road === "official") return { text: `${toolchain.version}, official` };
      progress("compiling the stand-in plugins");
      const { buildPlugins } = await import("../../testbed/provider/build");
      const { installPlugin } = await import("../../toolchain/ensureToolchain");
      const folder = join(toolchain.pulumiHome, "stand-ins");
      mkdirSync(folder, { recursive: true });
      for (const plugin of await buildPlugins(folder, progress)) await installPlugin(toolchain, plugin);
      return {
        text: `${toolchain.version}, built on this machine`,
        notes: ["the authentik and Cloudflare providers are stand-ins, made for this repository's offline road"],
      };
    },
  };
}

/** A Docker engine that answers; installs one only where that is allowed. */
export function engineStep(context: SetupContext): Step {
  return {
    title: "Docker Engine",
    run: async (progress) => {
      const { ensureEngine } = await import("../engine/ensureEngine");
      context.engine = await ensureEngine({
        install: context.options.install,
        report: progress,
        env: engineEnvironment(readOwnConfig(context.options.checkout)),
      });
      const { version, host, notes } = context.engine;
      return { text: `${version} at ${host}`, notes };
    },
  };
}

/** Pulumi's Docker provider takes `docker:host` of the stack before DOCKER_HOST; so must everything beside it. */
export function engineEnvironment(
  config: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const host = config["docker:host"];
  return typeof host === "string" && host !== "" ? { ...env, DOCKER_HOST: host } : env;
}

/** The images that the stack runs. */
export function imagesStep(context: SetupContext): Step {
  const { checkout, offline } = context.options;
  return {
    title: "Images",
    run: async (progress) => {
      const { ensureImages } = await import("../../testbed/images");
      const configured = readOwnConfig(checkout)[`${checkout.project}:images`];
      context.images = await ensureImages({
        docker: context.engine.docker,
        offline,
        report: progress,
        references: { ...IMAGES, ...ownReferences(configured) },
      });
      const { road, doubles, references } = context.images;
      const count = Object.keys(references).length;
      return {
        text: road === "pulled" ? `${count} images, as released` : `${count} images, built on this machine`,
        notes:
          doubles.length > 0 ? [`no originals: ${doubles.map(({ name }) => name).join(", ")} (see the summary)`] : [],
      };
    },
  };
}

function ownReferences(configured: unknown): Record<string, string> {
  if (typeof configured !== "object" || configured === null) return {};
  return Object.fromEntries(
    Object.entries(configured).filter(([, reference]) => typeof reference === "string"),
  ) as Record<string, string>;
}
