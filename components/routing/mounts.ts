import type { MountView } from "./view";

/**
 * What a mount shows, as Docker reads it: a path without doubled, trailing or relative parts, a volume's name as it is.
 *
 * @example mountSource({ source: "/var//run/../run/docker.sock/", target: "/x" }) // "/var/run/docker.sock"
 */
export function mountSource({ source }: Pick<MountView, "source">): string {
  if (!source.startsWith("/")) return source;
  const parts: string[] = [];
  for (const part of source.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
