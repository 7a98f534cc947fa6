import type { DoubleContext } from "../context";
import type { Document, UserRow } from "../rows";

/** Who acts, for events and for defaults that depend on the user. */
export interface Actor {
  user?: UserRow;
  clientIp?: string;
  /** As events show it: path, method, user agent. */
  request?: { [field: string]: unknown };
}

/** Surroundings of one operation on an object. */
export interface Scope {
  context: DoubleContext;
  actor: Actor;
  /** A blueprint may set what the API cannot: passwords of users, keys of tokens. */
  blueprint?: boolean;
  /** No event is recorded (set-up of the shipped objects, dry runs). */
  quiet?: boolean;
  /** The server sets up its own objects, which may be what a client's may not. */
  system?: boolean;
}

/** What an answer is made from, besides the row. */
export interface View {
  context: DoubleContext;
  /** First value of a query parameter. */
  query: (name: string) => string | undefined;
  /** `http://host[:port]` as the client sees the server. */
  origin: string;
}

/** What the server does for one kind beyond the contract; every part may be left out. */
export interface KindRules {
  /** Judges what the client sent. @throws ApiError 400 */
  validate?(input: Document, current: Document | undefined, scope: Scope): Promise<void> | void;
  /** Fills in what the server makes itself; changes the row in place. */
  complete?(row: Document, current: Document | undefined, scope: Scope): Promise<void> | void;
  /** Runs after the row is stored. */
  afterWrite?(row: Document, current: Document | undefined, scope: Scope): Promise<void>;
  afterDelete?(row: Document, scope: Scope): Promise<void>;
  /** Fields of the answer that are not on the row, or differ from it. */
  present?(row: Document, view: View): Promise<Document> | Document;
}
