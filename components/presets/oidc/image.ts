/**
 * The repository of an image reference: no registry, no tag, no digest, nothing of Docker Hub's own.
 *
 * @example imageRepository("lscr.io/linuxserver/bookstack:24.12@sha256:…") // "linuxserver/bookstack"
 */
export function imageRepository(reference: string): string {
  const [path = ""] = reference.trim().toLowerCase().split("@");
  const parts = path.split("/");
  const [first = ""] = parts;
  if (parts.length > 1 && (/[.:]/.test(first) || first === "localhost")) parts.shift();
  const last = (parts.pop() ?? "").split(":")[0] ?? "";
  return [...parts, last].join("/").replace(/^library\//, "");
}

/** Whether an image is one of these repositories, also from a mirror that keeps their names. */
export function isImageOf(reference: string, repositories: readonly string[]): boolean {
  const repository = imageRepository(reference);
  return repositories.some(
    (known) => repository === known || (known.includes("/") && repository.endsWith(`/${known}`)),
  );
}
