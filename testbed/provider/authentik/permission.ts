import type { ResourceType } from "../engine/resource";
import type { RestClient } from "../engine/restClient";
import { isProps, type Props, type Value } from "../engine/value";
import { checkModel } from "./answers";
import { fieldsOf, idProperty } from "./fields";
import { eachPage } from "./lists";
import { resourceToken } from "./names";

const kind = "rbac_permission_role";

/**
 * One permission of a role, global or for one object. Every change makes a new one. As in the real provider a permission
 * that is absent on a read is an error, and an import always fails: the id alone does not say which role it belongs to.
 */
export function permission(): ResourceType {
  const fields = fieldsOf(kind);
  return {
    token: resourceToken(kind),
    fields,
    async create(client, planned) {
      const path = `/rbac/permissions/assigned_by_roles/${encodeURIComponent(String(planned.role))}/assign/`;
      const answer = await client.call("POST", path, bodyOf(planned));
      const [assigned, ...more] = Array.isArray(answer) ? (answer as readonly Value[]) : [];
      if (assigned === undefined || more.length > 0) throw new Error("invalid API response");
      const id = String(checkModel("PermissionAssignResult", assigned).id);
      await mustExist(client, id, planned);
      return { id, state: { ...planned, [idProperty(kind)]: id } };
    },
    async read(client, id, state) {
      if (state.role === undefined) throw new Error("permission not found");
      await mustExist(client, id, state);
      return { id, state: { ...state, [idProperty(kind)]: id } };
    },
    async update() {
      throw new Error("a permission is replaced, never updated");
    },
    async delete(client, _id, state) {
      const path = `/rbac/permissions/assigned_by_roles/${encodeURIComponent(String(state.role))}/unassign/`;
      await client.find("PATCH", path, bodyOf(state));
    },
  };
}

type Values = Readonly<Record<string, Value | undefined>>;

function bodyOf(values: Values): Record<string, Value> {
  const body: Record<string, Value> = { permissions: [String(values.permission)] };
  if (values.model) body.model = values.model;
  if (values.objectId) body.object_pk = values.objectId;
  return body;
}

async function mustExist(client: RestClient, id: string, values: Values): Promise<void> {
  const role = String(values.role);
  const global = !values.objectId;
  const path = global ? "/rbac/permissions/" : "/rbac/permissions/roles/";
  const query = { [global ? "role" : "uuid"]: role, page_size: 50 };
  const matches = (one: Props) =>
    global ? `${String(one.app_label)}.${String(one.codename)}` === values.permission : String(one.id) === id;
  for await (const one of eachPage(client, path, query)) {
    if (isProps(one) && matches(one)) return;
  }
  throw new Error("permission not found");
}
