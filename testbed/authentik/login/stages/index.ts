import { staticSetup, totpSetup, webauthnSetup } from "./authenticators";
import { email } from "./email";
import { identification } from "./identification";
import { password } from "./password";
import { prompt } from "./prompt";
import type { StageHandler } from "./stage";
import { deny, userLogin, userLogout } from "./userLogin";
import { userWrite } from "./userWrite";
import { validate } from "./validate";

const HANDLERS: { [kind: string]: StageHandler } = {
  stage_identification: identification,
  stage_password: password,
  stage_email: email,
  stage_prompt: prompt,
  stage_user_write: userWrite,
  stage_user_login: userLogin,
  stage_user_logout: userLogout,
  stage_deny: deny,
  stage_authenticator_validate: validate,
  stage_authenticator_totp: totpSetup,
  stage_authenticator_static: staticSetup,
  stage_authenticator_webauthn: webauthnSetup,
};

/** A stage that the double cannot play stops the flow: what cannot be checked must not be skipped. */
const unknown: StageHandler = {
  enter: async ({ stage }) => ({
    deny: `authentik double: the stage "${String(stage.row.name)}" is not stood in for.`,
  }),
};

/** How a kind of stage is played. */
export function handlerOf(kind: string): StageHandler {
  return HANDLERS[kind] ?? unknown;
}
