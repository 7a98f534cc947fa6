import { updateScore } from "../../policies/reputation";
import type { Document, UserRow } from "../../rows";
import { audit } from "../audit";
import { type Challenge, flowInfo, invalid, shownUser } from "../challenges";
import { type DeviceRow, devicesOf, verifyCode } from "../devices";
import { loadStage } from "../plan";
import { type Answers, eventStage, listOf, pendingUser, type StageHandler, type StageRun, shownName } from "./stage";

const WRONG = "Invalid Token. Please ensure the time on your device is accurate and try again.";
const NO_DEVICE = "No (allowed) MFA authenticator configured.";
const NO_SETUP = "Authenticator validation stage is set to configure user but no configuration flow is set.";
const DEFAULT_CLASSES = ["static", "totp", "webauthn", "duo", "sms", "email"];

/**
 * The second factor. A user without an authenticator of an allowed class is let through, refused, or led to its
 * set-up, as the stage says. The double has authenticator apps and recovery codes; no user can have any other.
 */
export const validate: StageHandler = {
  async enter(run) {
    const user = await pendingUser(run);
    if (!user) return "done";
    const devices = await allowedDevices(run, user);
    if (devices.length > 0) return { challenge: await challengeFor(run, devices, []) };
    switch (run.stage.row.not_configured_action) {
      case "deny":
        return { deny: NO_DEVICE };
      case "configure":
        return configure(run, user);
      default:
        return "done";
    }
  },

  async answer(run, answers) {
    const user = await pendingUser(run);
    if (!user) return { deny: "No pending user." };
    const devices = await allowedDevices(run, user);
    if (devices.length === 0) return select(run, answers);
    if (answers.webauthn !== undefined || answers.duo !== undefined) {
      return { errors: invalid("non_field_errors", "authentik double: only codes are taken.") };
    }
    const code = (answers.code ?? "").replaceAll(" ", "");
    if (code === "") {
      // Choosing a device only shows the challenge again; both of the double's kinds take their code the same way.
      return { errors: answers.selected_challenge === undefined ? invalid("non_field_errors", "Empty response") : {} };
    }
    const used = await deviceFor(run, devices, code);
    if (used) {
      run.plan.mfa = [...(run.plan.mfa ?? []), eventDevice(used)];
      return "done";
    }
    await audit(run.context, run.http.request, "login_failed", user, {
      username: user.username,
      stage: eventStage(run.stage),
      auth_method_args: { device_class: "totp" },
    });
    await updateScore(run.context, run.http.request.ip, user.username, -1);
    return { errors: invalid("code", WRONG) };
  },
};

async function allowedDevices({ context, stage }: StageRun, user: UserRow): Promise<DeviceRow[]> {
  const classes = Array.isArray(stage.row.device_classes) ? listOf(stage.row.device_classes) : DEFAULT_CLASSES;
  return (await devicesOf(context, user.pk)).filter((device) => classes.includes(device.kind));
}

/** Every device is tried: nobody has to say whether a code is from the app or from the list. */
async function deviceFor(run: StageRun, devices: readonly DeviceRow[], code: string): Promise<DeviceRow | undefined> {
  for (const device of devices) {
    const factor = Number(run.stage.row[`${device.kind}_otp_throttling_factor`] ?? 1);
    if (await verifyCode(run.context, device, code, factor)) return device;
  }
  return undefined;
}

async function challengeFor(run: StageRun, devices: readonly DeviceRow[], stages: Document[]): Promise<Challenge> {
  const first = (kind: DeviceRow["kind"]): DeviceRow[] => devices.filter((device) => device.kind === kind).slice(0, 1);
  return {
    ...flowInfo(run.flow, run.brand),
    ...shownUser(await shownName(run)),
    component: "ak-stage-authenticator-validate",
    device_challenges: [...first("totp"), ...first("static")].map((device) => ({
      device_class: device.kind,
      device_uid: device.pk,
      challenge: {},
      last_used: device.lastUsed,
    })),
    configuration_stages: stages,
  };
}

/** One stage to set up is gone to at once; several are offered. */
async function configure(run: StageRun, user: UserRow): Promise<{ challenge: Challenge } | "done" | { deny: string }> {
  const stages = listOf(run.stage.row.configuration_stages);
  const [only] = stages;
  if (only === undefined) {
    await audit(run.context, run.http.request, "configuration_error", user, {
      message: NO_SETUP,
      stage: eventStage(run.stage),
    });
    return { deny: NO_DEVICE };
  }
  if (stages.length === 1) return insert(run, only);
  const offered = await Promise.all(
    stages.map(async (pk) => {
      const { kind, row } = await loadStage(run.context.store, { stage: pk });
      return { pk, name: row.name, verbose_name: row.friendly_name || row.name, meta_model_name: kind };
    }),
  );
  return { challenge: await challengeFor(run, [], offered) };
}

function select(run: StageRun, answers: Answers): "done" | { deny: string } | { errors: ReturnType<typeof invalid> } {
  const chosen = answers.selected_stage ?? "";
  if (run.stage.row.not_configured_action !== "configure") return { deny: NO_DEVICE };
  if (!listOf(run.stage.row.configuration_stages).includes(chosen)) {
    return { errors: invalid("selected_stage", "Invalid stage selected") };
  }
  return insert(run, chosen);
}

/** Puts a stage in as the next one. */
function insert({ plan }: StageRun, stage: string): "done" {
  plan.stages?.splice(plan.step + 1, 0, { stage });
  return "done";
}

function eventDevice({ pk, kind, name }: DeviceRow): Document {
  const app = `authentik_stages_authenticator_${kind}`;
  return { pk: pk.replaceAll("-", ""), app, name, model_name: `${kind}device` };
}
