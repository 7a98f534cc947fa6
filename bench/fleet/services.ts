/** The services that every side of the comparison declares; nothing here is random, so that all plan the same. */
import type * as docker from "@pulumi/docker";

/** Configuration of the gate: the defaults, which are what a user has. */
export const GATE = { domain: "example.com", protect: false };

/** Names of `count` services. */
export function serviceNames(count: number, prefix = "service"): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, "0")}`);
}

/** What a user writes for one service beside its name. */
export function containerOf(name: string): docker.ContainerArgs {
  return {
    image: "registry.example/echo:1.0",
    command: ["--port", "8000", "--name", name],
    memory: 64,
    securityOpts: ["no-new-privileges:true"],
    capabilities: { drops: ["ALL"] },
  };
}

/** How many services the benchmark asks for. */
export function serviceCount(): number {
  const count = Number(process.env.BENCH_SERVICES);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error("set BENCH_SERVICES to the number of services; npm run bench:preview does");
}
