import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** The first of `folders` that holds an executable of this name, as a path; empty names of folders are passed over. */
export function findExecutable(name: string, folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
