/** YAML that people write: a slip in it is told with file, line and excerpt. */
import { parse } from "yaml";
import { errorText, UserError } from "./errors";

/**
 * The document of a YAML text; `null` for an empty one.
 *
 * @param from what the text is, for the error: the path of its file
 * @throws {UserError} with line, column and excerpt (as the `yaml` package words them) where it is no YAML
 */
export function parseYaml(text: string, from: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UserError({
      what: `${from} is not YAML: ${errorText(error).trim()}`,
      fix: "mend the file there, then run the same command again",
    });
  }
}
