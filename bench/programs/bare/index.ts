/** The same containers without components: what a user of @pulumi/docker alone writes, labels and all. */
import { readFileSync } from "node:fs";
import * as docker from "@pulumi/docker";
import type { Declaration } from "../../fleet/declarations";

const file = process.env.BENCH_DECLARATIONS;
if (file === undefined)
  throw new Error("set BENCH_DECLARATIONS to the file of declarations; npm run bench:preview does");

for (const { kind, name, inputs } of JSON.parse(readFileSync(file, "utf8")) as Declaration[]) {
  switch (kind) {
    case "container":
      new docker.Container(name, inputs as unknown as docker.ContainerArgs);
      break;
    case "network":
      new docker.Network(name, inputs as docker.NetworkArgs);
      break;
    case "volume":
      new docker.Volume(name, inputs as docker.VolumeArgs);
      break;
  }
}
