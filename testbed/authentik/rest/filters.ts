import type { Document } from "../rows";
import { invalid } from "./errors";
import type { Entry } from "./list";

/** A filter that does more than compare a field of its own name. */
export type ExtraFilter = (entry: Entry, values: readonly string[]) => boolean;

/** Changes what is shown, or who sees it; filters nothing. */
const show: ExtraFilter = () => true;

const equals =
  (field: string): ExtraFilter =>
  ({ row, answer }, values) =>
    values.includes(String(answer[field] ?? row[field]));

/** True where one of the objects in `list` has one of the values in `field`. */
const within =
  (list: string, field: string): ExtraFilter =>
  ({ answer }, values) =>
    ((answer[list] ?? []) as Document[]).some((item) => values.includes(String(item[field])));

/** The list's own field holds one of the values. */
const holds =
  (field: string): ExtraFilter =>
  ({ row, answer }, values) =>
    ((answer[field] ?? row[field] ?? []) as unknown[]).some((item) => values.includes(String(item)));

const nested =
  (field: string, inner: string, accept: (text: string, value: string) => boolean): ExtraFilter =>
  ({ answer }, values) => {
    const text = (answer[field] as Document | null)?.[inner];
    return text !== undefined && values.some((value) => accept(String(text), value));
  };

const iexact = (text: string, value: string): boolean => text.toLowerCase() === value.toLowerCase();
const icontains = (text: string, value: string): boolean => text.toLowerCase().includes(value.toLowerCase());

/** Attributes are filtered by a JSON object whose values must all be there. */
const byAttributes: ExtraFilter = ({ answer }, values) => {
  const wanted = parseObject(values[0] ?? "");
  const attributes = (answer.attributes ?? {}) as Document;
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(attributes[key]) === JSON.stringify(value));
};

function parseObject(text: string): Document {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Document;
  } catch {
    throw invalid({ attributes: "filter: failed to parse JSON" });
  }
  throw invalid({ attributes: "filter: value must be key:value mapping" });
}

const inContext =
  (...path: readonly string[]): ExtraFilter =>
  ({ row }, values) => {
    let value: unknown = row.context;
    for (const key of path) value = (value as Document | undefined)?.[key];
    return value !== undefined && values.includes(String(value));
  };

/** By parameter name, or by path and name where only one list means it so. */
export const extraFilters: { [key: string]: ExtraFilter } = {
  include_users: show,
  include_groups: show,
  include_roles: show,
  include_children: show,
  include_parents: show,
  include_inherited_roles: show,
  for_user: show,
  only_with_launch_url: show,
  superuser_full_list: show,
  inherited: show,
  attributes: byAttributes,
  flow_uuid: equals("pk"),
  policy_uuid: equals("pk"),
  stage_uuid: equals("pk"),
  fsb_uuid: equals("pk"),
  pbm_uuid: equals("pk"),
  target_in: equals("target"),
  path_startswith: ({ answer }, values) => values.some((value) => String(answer.path).startsWith(value)),
  providers_by_pk: holds("providers"),
  members_by_pk: holds("users"),
  members_by_username: within("users_obj", "username"),
  groups_by_pk: holds("groups"),
  groups_by_name: within("groups_obj", "name"),
  roles_by_pk: holds("roles"),
  roles_by_name: within("roles_obj", "name"),
  user__username: nested("user_obj", "username", (text, value) => text === value),
  // A session's row has the name itself.
  "/core/authenticated_sessions/ user__username": equals("user__username"),
  destination_group__name: nested("destination_group_obj", "name", (text, value) => text === value),
  service_connection__name__iexact: nested("service_connection_obj", "name", iexact),
  service_connection__name__icontains: nested("service_connection_obj", "name", icontains),
  application__isnull: ({ answer }, values) =>
    (answer.assigned_application_slug === null) === (values[0]?.toLowerCase() === "true"),
  has_key: ({ answer }, values) => String(answer.private_key_available) === values[0]?.toLowerCase(),
  has_jwks: ({ row }, values) =>
    Object.keys((row.oidc_jwks ?? {}) as Document).length > 0 === (values[0]?.toLowerCase() === "true"),
  // Events: part of the name for one action, the whole names for several.
  "/events/events/ action": ({ row }, values) => icontains(String(row.action), values[0] ?? ""),
  actions: equals("action"),
  "/events/events/ username": ({ row }, values) =>
    values.includes(String((row.user as Document | undefined)?.username)),
  brand_name: ({ row }, values) => values.includes(String((row.brand as Document | undefined)?.name)),
  context_model_name: inContext("model", "model_name"),
  context_model_app: inContext("model", "app"),
  context_authorized_app: inContext("authorized_application", "pk"),
  context_device: inContext("device", "pk"),
  // Events keep uuids without dashes.
  context_model_pk: (entry, values) =>
    inContext("model", "pk")(
      entry,
      values.map((value) => value.replaceAll("-", "")),
    ),
};
