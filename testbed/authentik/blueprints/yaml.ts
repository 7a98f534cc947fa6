import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument, type Document as YamlDocument } from "yaml";

/** A value with one of authentik's YAML tags (`!Find`, `!KeyOf` …), not yet resolved. */
export class Tag {
  constructor(
    /** Name with the exclamation mark, for example `!Find`. */
    readonly name: string,
    /** A scalar's text, or the items of the sequence. */
    readonly value: unknown,
  ) {}
}

/** Raised for text that is no YAML, or no blueprint. The text is fit for the user. */
export class BlueprintError extends Error {}

/**
 * Reads blueprint text as plain data in which tagged values are {@link Tag}s. YAML 1.1, as the server's parser.
 *
 * @throws BlueprintError with the parser's message and its line.
 */
export function parseBlueprintYaml(text: string): unknown {
  const document = parseDocument(text, { version: "1.1", logLevel: "silent" });
  const [error] = document.errors;
  if (error) throw new BlueprintError(error.message.split("\n")[0] ?? "not YAML");
  return toValue(document.contents, document as YamlDocument);
}

function toValue(node: unknown, document: YamlDocument): unknown {
  if (isAlias(node)) return toValue(node.resolve(document), document);
  const tag = (node as ParsedNode | null)?.tag;
  const plain = toPlain(node, document);
  return tag?.startsWith("!") && !tag.startsWith("!!") ? new Tag(tag, plain) : plain;
}

function toPlain(node: unknown, document: YamlDocument): unknown {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), toValue(value, document)]),
    );
  }
  if (isSeq(node)) return node.items.map((item) => toValue(item, document));
  if (isScalar(node)) return node.value;
  return null;
}
