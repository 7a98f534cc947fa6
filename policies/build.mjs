// Compiles the policy pack into one file. Plain node, because it runs before anything else is set up (npm prepare).
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));

rmSync(join(root, "dist"), { recursive: true, force: true });
await build({
  entryPoints: [join(root, "index.ts")],
  outfile: join(root, "dist", "index.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: true,
  // The engine starts the pack with the SDK of its own folder, which has the protocol's messages.
  external: ["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf"],
  logLevel: "warning",
});
