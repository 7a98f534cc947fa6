import { queueMail } from "../../mail/queue";
import { renderMail } from "../../mail/templates";
import { parseDuration } from "../../outpost/duration";
import type { UserRow } from "../../rows";
import { audit } from "../audit";
import { type Challenge, flowInfo, invalid } from "../challenges";
import { issueFlowToken, TOKEN_PARAMETER } from "../flowTokens";
import { pendingUser, type StageHandler, type StageRun } from "./stage";

const NO_TEMPLATE = "Exception occurred while rendering E-mail template";

/** How often mails went to a user lately, by stage and user. */
interface MailCountRow {
  pk: string;
  /** RFC 3339, of each mail. */
  sent: string[];
}

declare module "../../rows" {
  interface KindMap {
    email_stage_count: MailCountRow;
  }
}

/**
 * Sends a link and waits until somebody opens it; the link brings the flow back at this stage, in whatever browser.
 * Nobody's name gets no mail and looks the same, so that the page tells nothing about accounts.
 */
export const email: StageHandler = {
  async enter(run) {
    const { plan, context, stage } = run;
    const user = await pendingUser(run);
    if (plan.restored) {
      if (!user) return { deny: "No pending user." };
      if (stage.row.activate_user_on_success === true && !user.is_active) {
        await context.store.put("user", String(user.pk), { ...user, is_active: true });
      }
      return "done";
    }
    if (plan.identifier === undefined && !user) return { deny: "No pending user." };
    const pk = String(stage.row.pk);
    if (plan.mailed?.includes(pk)) return { challenge: emailChallenge(run) };
    const problem = await sendLink(run, user);
    if (problem !== undefined) return { deny: problem };
    plan.mailed = [...(plan.mailed ?? []), pk];
    return { challenge: emailChallenge(run) };
  },

  /** Any answer asks for another mail. It is never an accepted one: only the link leads on. */
  async answer(run) {
    const problem = await sendLink(run, await pendingUser(run));
    return { errors: invalid("non_field_errors", problem ?? "email-sent", problem ? "invalid" : "email-sent") };
  },
};

function emailChallenge({ flow, brand }: StageRun): Challenge {
  return { ...flowInfo(flow, brand), component: "ak-stage-email" };
}

/** @returns why no mail went out, in words for the visitor; undefined also where there is nobody to send one to */
async function sendLink(run: StageRun, user: UserRow | undefined): Promise<string | undefined> {
  const { context, stage, plan } = run;
  const { row } = stage;
  if (!user || user.email === "") return undefined;
  const limited = await countMail(run, user);
  if (limited !== undefined) return limited;
  const template = String(row.template ?? "email/password_reset.html");
  const seconds = parseDuration(String(row.token_expiry ?? "minutes=30"));
  const { key, expires } = await issueFlowToken(context, plan, user.pk, seconds);
  const mail = renderMail(template, {
    name: user.name || user.username,
    username: user.username,
    url: linkTo(run, key),
    expires,
    title: "",
    body: "",
    facts: {},
  });
  if (!mail) {
    await audit(context, run.http.request, "configuration_error", undefined, { message: NO_TEMPLATE, template });
    return NO_TEMPLATE;
  }
  await queueMail(context, {
    to: { name: user.name, address: user.email },
    subject: String(row.subject ?? "authentik"),
    ...mail,
    stage: String(row.pk),
  });
  return undefined;
}

function linkTo({ http, flow, query }: StageRun, key: string): string {
  const more = new URLSearchParams(query);
  more.set(TOKEN_PARAMETER, key);
  return `${http.request.protocol}://${http.request.host}/if/flow/${flow.slug}/?${more.toString()}`;
}

/** At most `recovery_max_attempts` mails to a user within `recovery_cache_timeout`. */
async function countMail({ context, stage }: StageRun, user: UserRow): Promise<string | undefined> {
  const most = Number(stage.row.recovery_max_attempts ?? 5);
  const window = parseDuration(String(stage.row.recovery_cache_timeout ?? "minutes=5"));
  const now = context.clock().getTime();
  const pk = `${String(stage.row.pk)} ${user.pk}`;
  const row = await context.store.get("email_stage_count", pk);
  const recent = (row?.sent ?? []).filter((time) => Date.parse(time) > now - window * 1000);
  if (recent.length >= most) {
    const minutes = Math.ceil(window / 60);
    return `Too many account verification attempts. Please try again after ${minutes} minutes.`;
  }
  const sent = [...recent, new Date(now).toISOString()];
  await context.store.put("email_stage_count", pk, { pk, sent });
  return undefined;
}
