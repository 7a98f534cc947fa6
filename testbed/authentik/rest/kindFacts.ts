/**
 * What the contract does not say about each kind: the server's names for it, which fields are unique, what a field
 * points to, and the default order of lists. From the published schema 2026.5.6 (model and component names) and from
 * authentik's serializers and models.
 */
export interface KindFacts {
  /** Django's `app_label.model_name`, in lower case: blueprints, events and `meta_model_name` use it. */
  model: string;
  /** Singular name as the server prints it, also in error texts. */
  verbose: string;
  plural?: string;
  /** Web component of the admin interface; only where the API shows it. */
  component?: string;
  /** Fields of which no two objects may have the same value. */
  unique: string[];
  /** Sets of fields that no two objects may share. */
  uniqueTogether?: string[][];
  references: { [field: string]: Reference };
  /** Default order of lists; `-` for descending. */
  ordering: string[];
  search: string[];
}

/** What a field points to, and what becomes of the object when that is deleted. */
export interface Reference {
  kinds: readonly string[];
  /** `cascade` deletes the object too, `clear` sets the field to null; a list always just loses the entry. */
  onDelete: "cascade" | "clear";
}

/** A reference that is emptied when its target is deleted. */
export const clear = (...kinds: readonly string[]): Reference => ({ kinds, onDelete: "clear" });
/** A reference whose object is deleted with its target. */
export const cascade = (...kinds: readonly string[]): Reference => ({ kinds, onDelete: "cascade" });
