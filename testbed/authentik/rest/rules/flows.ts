import type { FlowRow } from "../../rows";
import { boundTo, findStage, flowObject, stageObject, typeFields } from "../embedded";
import { POLICY_KINDS, STAGE_KINDS } from "../kinds";
import type { KindRules } from "../scope";

const flow: KindRules = {
  async present(row, { context }) {
    const flowRow = row as unknown as FlowRow;
    const stages = await context.store.list("flow_stage_binding" as string);
    const policies = await context.store.list("policy_binding");
    return {
      ...flowObject(flowRow),
      background_themed_urls: null,
      stages: stages.filter(({ target }) => target === flowRow.pk).map(({ stage }) => stage),
      policies: policies.filter(({ target }) => target === flowRow.pk).map(({ pk }) => pk),
      cache_count: 0,
    };
  },
};

const flowStageBinding: KindRules = {
  async present(row, { context }) {
    return { policybindingmodel_ptr_id: row.pk, stage_obj: await findStage(context, row.stage) };
  },
};

const promptField: KindRules = {
  async present(row, { context }) {
    const stages = await context.store.list("stage_prompt" as string);
    const using = stages.filter(({ fields }) => (fields as unknown[]).includes(row.pk));
    return {
      prompt_stages_obj: await Promise.all(
        using.map(async (stage) => ({
          ...(await stageObject(context, "stage_prompt", stage)),
          fields: stage.fields,
          validation_policies: stage.validation_policies,
        })),
      ),
    };
  },
};

const validateStage: KindRules = { present: () => ({ webauthn_allowed_device_types_obj: [] }) };
const webAuthnStage: KindRules = { present: () => ({ device_type_restrictions_obj: [] }) };

/** Every stage kind: what all stages have, then what the one kind adds. */
function stageRules(kind: string, own?: KindRules): KindRules {
  return {
    async present(row, view) {
      return { ...(await stageObject(view.context, kind, row)), ...(await own?.present?.(row, view)) };
    },
  };
}

function policyRules(kind: string): KindRules {
  return {
    async present(row, { context }) {
      return { ...typeFields(kind), bound_to: await boundTo(context, String(row.pk)) };
    },
  };
}

/** Rules of flows, stages and policies by kind. */
export const flowRules: { [kind: string]: KindRules } = {
  flow,
  flow_stage_binding: flowStageBinding,
  stage_prompt_field: promptField,
  ...Object.fromEntries(STAGE_KINDS.map((kind) => [kind, stageRules(kind)])),
  stage_authenticator_validate: stageRules("stage_authenticator_validate", validateStage),
  stage_authenticator_webauthn: stageRules("stage_authenticator_webauthn", webAuthnStage),
  ...Object.fromEntries(POLICY_KINDS.map((kind) => [kind, policyRules(kind)])),
};
