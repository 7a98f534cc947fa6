import { randomInt } from "node:crypto";
import { DOUBLE } from "../../config";
import { flowInfo, invalid, shownUser } from "../challenges";
import { addDevice, devicesOf, matchingStep, newSecret } from "../devices";
import { pendingUser, type StageHandler, type StageRun } from "./stage";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Sets up an authenticator app: shows the secret, and takes it once a code proves that the app has it. */
export const totpSetup: StageHandler = {
  async enter(run) {
    const user = await pendingUser(run);
    if (!user) return "done";
    const device = pendingDevice(run, () => ({ secret: newSecret() }));
    const title = run.brand?.branding_title || DOUBLE;
    const query = new URLSearchParams({
      secret: device.secret ?? "",
      algorithm: "SHA1",
      digits: String(digits(run)),
      period: "30",
      issuer: title,
    });
    const label = `${encodeURIComponent(title)}:${encodeURIComponent(user.username)}`;
    return {
      challenge: {
        ...flowInfo(run.flow, run.brand),
        ...shownUser(user.username),
        component: "ak-stage-authenticator-totp",
        config_url: `otpauth://totp/${label}?${query.toString()}`,
      },
    };
  },

  async answer(run, answers) {
    const user = await pendingUser(run);
    const secret = run.plan.device?.secret;
    if (!user || secret === undefined) return { deny: "No pending user." };
    const code = (answers.code ?? "").padStart(digits(run), "0");
    const step = matchingStep(secret, code, digits(run), run.context.clock());
    if (step === undefined) return { errors: invalid("code", "Code does not match") };
    const name = String(run.stage.row.friendly_name ?? "") || "TOTP Authenticator";
    const device = { user: user.pk, kind: "totp" as const, name, secret, digits: digits(run), lastStep: step };
    await addDevice(run.context, device);
    delete run.plan.device;
    return "done";
  },
};

/** Makes recovery codes and shows them once. A user has one set of them. */
export const staticSetup: StageHandler = {
  async enter(run) {
    const user = await pendingUser(run);
    if (!user) return "done";
    const { token_count = 6, token_length = 12 } = run.stage.row;
    const make = (): string =>
      Array.from({ length: Number(token_length) }, () => LETTERS[randomInt(LETTERS.length)]).join("");
    const device = pendingDevice(run, () => ({ codes: Array.from({ length: Number(token_count) }, make) }));
    return {
      challenge: {
        ...flowInfo(run.flow, run.brand),
        ...shownUser(user.username),
        component: "ak-stage-authenticator-static",
        codes: device.codes ?? [],
      },
    };
  },

  async answer(run) {
    const user = await pendingUser(run);
    const codes = run.plan.device?.codes;
    if (!user || !codes) return { deny: "No pending user." };
    for (const old of await devicesOf(run.context, user.pk)) {
      if (old.kind === "static") await run.context.store.remove("device", old.pk);
    }
    const name = String(run.stage.row.friendly_name ?? "") || "Static Token";
    await addDevice(run.context, { user: user.pk, kind: "static", name, codes });
    delete run.plan.device;
    return "done";
  },
};

/** WebAuthn needs a browser with an authenticator; the double has no check for it and lets nobody past. */
export const webauthnSetup: StageHandler = {
  enter: async () => ({ deny: "authentik double: WebAuthn is not stood in for. Set up TOTP or recovery codes." }),
};

function pendingDevice(
  { plan, stage }: StageRun,
  make: () => { secret?: string; codes?: string[] },
): { secret?: string; codes?: string[] } {
  const pk = String(stage.row.pk);
  const device = plan.device?.stage === pk ? plan.device : { stage: pk, ...make() };
  plan.device = device;
  return device;
}

function digits({ stage }: StageRun): number {
  return Number(stage.row.digits ?? 6);
}
