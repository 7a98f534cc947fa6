import type { DoubleContext } from "../context";
import { groupsOf } from "../groups";
import type { ApplicationRow, Document, FlowRow, GroupRow, UserRow } from "../rows";
import { factsOf, POLICY_KINDS, PROVIDER_KINDS, pluralOf, STAGE_KINDS } from "./kinds";

/** Objects as they stand inside other objects (`provider_obj`, `group_obj`, `stage_obj` …), each one complete. */

const AVATAR = "/static/dist/assets/images/user_default.png";

/** The five fields with which the server says what type an object is. */
export function typeFields(kind: string): Document {
  const facts = factsOf(kind);
  return {
    component: facts.component ?? "",
    verbose_name: facts.verbose,
    verbose_name_plural: pluralOf(facts),
    meta_model_name: facts.model,
  };
}

/** A row of one of several kinds, with the kind it was found in. */
export async function findAmong(
  context: DoubleContext,
  kinds: readonly string[],
  pk: unknown,
): Promise<{ kind: string; row: Document } | undefined> {
  if (pk === null || pk === undefined) return undefined;
  for (const kind of kinds) {
    const row = await context.store.get(kind as string, String(pk));
    if (row) return { kind, row };
  }
  return undefined;
}

/** Model `Provider`: what all providers have, and the application each is assigned to. */
export function providerObject(kind: string, row: Document, applications: readonly ApplicationRow[]): Document {
  const assigned = applications.find((application) => application.provider === row.pk);
  const backchannel = applications.find((one) => one.backchannel_providers.includes(row.pk as number));
  return {
    pk: row.pk,
    name: row.name,
    authentication_flow: row.authentication_flow ?? null,
    authorization_flow: row.authorization_flow,
    invalidation_flow: row.invalidation_flow,
    property_mappings: row.property_mappings,
    ...typeFields(kind),
    assigned_application_slug: assigned?.slug ?? null,
    assigned_application_name: assigned?.name ?? null,
    assigned_backchannel_application_slug: backchannel?.slug ?? null,
    assigned_backchannel_application_name: backchannel?.name ?? null,
  };
}

/** Providers by id, in the order given; an id that is gone is left out. */
export async function providerObjects(context: DoubleContext, pks: readonly unknown[]): Promise<Document[]> {
  const applications = await context.store.list("application");
  const found = await Promise.all(pks.map((pk) => findAmong(context, PROVIDER_KINDS, pk)));
  return found.flatMap((one) => (one ? [providerObject(one.kind, one.row, applications)] : []));
}

/** Model `Stage` (also `PromptStage`, which adds its fields), with the flows that the stage is bound to. */
export async function stageObject(context: DoubleContext, kind: string, row: Document): Promise<Document> {
  return { pk: row.pk, name: row.name, ...typeFields(kind), flow_set: await flowSet(context, String(row.pk)) };
}

export async function findStage(context: DoubleContext, pk: unknown): Promise<Document | null> {
  const found = await findAmong(context, STAGE_KINDS, pk);
  return found ? await stageObject(context, found.kind, found.row) : null;
}

async function flowSet(context: DoubleContext, stage: string): Promise<Document[]> {
  const bindings = await context.store.list("flow_stage_binding" as string);
  const targets = new Set(bindings.filter((binding) => binding.stage === stage).map((binding) => binding.target));
  const flows = await context.store.list("flow");
  return flows.filter((flow) => targets.has(flow.pk)).map(flowObject);
}

/** Model `FlowSet`. */
export function flowObject(flow: FlowRow): Document {
  return {
    pk: flow.pk,
    policybindingmodel_ptr_id: flow.pk,
    name: flow.name,
    slug: flow.slug,
    title: flow.title,
    designation: flow.designation,
    // A flow without a background shows the brand's.
    background_url: flow.background || "/static/dist/assets/images/flow_background.jpg",
    policy_engine_mode: flow.policy_engine_mode,
    compatibility_mode: flow.compatibility_mode,
    export_url: `/api/v3/flows/instances/${flow.slug}/export/`,
    layout: flow.layout,
    denied_action: flow.denied_action,
  };
}

/** Model `Policy`, or null. */
export async function findPolicy(context: DoubleContext, pk: unknown): Promise<Document | null> {
  const found = await findAmong(context, POLICY_KINDS, pk);
  if (!found) return null;
  const { row, kind } = found;
  return {
    pk: row.pk,
    name: row.name,
    execution_logging: row.execution_logging ?? false,
    ...typeFields(kind),
    bound_to: await boundTo(context, String(row.pk)),
  };
}

/** To how many targets a policy is bound. */
export async function boundTo(context: DoubleContext, policy: string): Promise<number> {
  return (await context.store.list("policy_binding")).filter((binding) => binding.policy === policy).length;
}

export function partialUser(user: UserRow): Document {
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    last_login: user.last_login,
    email: user.email,
    attributes: user.attributes,
    uid: user.uid,
  };
}

export function partialGroup(group: GroupRow): Document {
  return {
    pk: group.pk,
    num_pk: group.num_pk,
    name: group.name,
    is_superuser: group.is_superuser,
    attributes: group.attributes,
  };
}

function relatedGroup(group: GroupRow): Document {
  return {
    pk: group.pk,
    name: group.name,
    is_superuser: group.is_superuser,
    attributes: group.attributes,
    group_uuid: group.pk,
  };
}

/** Model `Role` for each id that exists. */
export async function roleObjects(context: DoubleContext, pks: readonly string[]): Promise<Document[]> {
  const rows = await Promise.all(pks.map((pk) => context.store.get("rbac_role" as string, pk)));
  return rows.flatMap((row) => (row ? [{ pk: row.pk, name: row.name }] : []));
}

/** Model `User`. Never the password. */
export async function userObject(context: DoubleContext, user: UserRow): Promise<Document> {
  const groups = await context.store.list("group");
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    last_login: user.last_login,
    date_joined: user.date_joined,
    is_superuser: groupsOf(user, groups).some((group) => group.is_superuser),
    groups: user.groups,
    groups_obj: groups.filter((group) => user.groups.includes(group.pk)).map(partialGroup),
    roles: user.roles,
    roles_obj: await roleObjects(context, user.roles),
    email: user.email,
    avatar: AVATAR,
    attributes: user.attributes,
    uid: user.uid,
    path: user.path,
    type: user.type,
    uuid: user.uuid,
    password_change_date: user.password_change_date,
    last_updated: user.last_updated,
  };
}

/** Model `UserSelf` of `/core/users/me/`. */
export async function userSelf(context: DoubleContext, user: UserRow): Promise<Document> {
  const groups = groupsOf(user, await context.store.list("group"));
  const roles = await roleObjects(context, user.roles);
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    is_superuser: groups.some((group) => group.is_superuser),
    groups: groups.map((group) => ({ name: group.name, pk: group.pk })),
    roles: roles.map((role) => ({ name: role.name, pk: role.pk })),
    email: user.email,
    avatar: AVATAR,
    uid: user.uid,
    settings: user.attributes.settings ?? {},
    type: user.type,
    system_permissions: [],
  };
}

/** Which related objects a group answer carries; `include_…` query parameters of the API. */
export interface GroupIncludes {
  users: boolean;
  children: boolean;
  parents: boolean;
  inheritedRoles: boolean;
}

/** The defaults of the API: members are shown, relatives are not. */
export const DEFAULT_INCLUDES: GroupIncludes = { users: true, children: false, parents: false, inheritedRoles: false };

/** Model `Group`. What is not included is null (users) or empty, never missing. */
export async function groupObject(
  context: DoubleContext,
  group: GroupRow,
  includes: GroupIncludes = DEFAULT_INCLUDES,
): Promise<Document> {
  const groups = await context.store.list("group");
  const members = (await context.store.list("user")).filter((user) => user.groups.includes(group.pk));
  const parents = groups.filter((one) => group.parents.includes(one.pk));
  const children = groups.filter((one) => one.parents.includes(group.pk));
  const roles = await roleObjects(context, group.roles);
  const inherited = await roleObjects(context, [...new Set(parents.flatMap((parent) => parent.roles))]);
  return {
    pk: group.pk,
    num_pk: group.num_pk,
    name: group.name,
    is_superuser: group.is_superuser,
    parents: group.parents,
    parents_obj: includes.parents ? parents.map(relatedGroup) : null,
    users: members.map((user) => user.pk),
    users_obj: includes.users ? members.map(partialUser) : null,
    attributes: group.attributes,
    roles: group.roles,
    roles_obj: roles,
    inherited_roles_obj: includes.inheritedRoles ? inherited : null,
    children: children.map((child) => child.pk),
    children_obj: includes.children ? children.map(relatedGroup) : null,
  };
}
