import type { MailSettings } from "../config";
import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import { deliver, MailSettingsError, settingsOfStage } from "../mail/deliver";
import { MAIL_TASK, type MailTask } from "../mail/queue";
import { workOff } from "./queue";

/** Sends every mail that is due. */
export function sendMails(context: DoubleContext): Promise<void> {
  return workOff(
    context,
    MAIL_TASK,
    "send_mail",
    (task) => send(context, task),
    (error) => error instanceof MailSettingsError,
  );
}

async function send(context: DoubleContext, task: MailTask): Promise<void> {
  const settings = await settingsOf(context, task);
  if (!settings) {
    context.log.warn("mail discarded: its stage is gone");
    return;
  }
  await deliver(settings, task);
  context.log.info("mail sent", { server: settings.host });
  // authentik keeps the body in this event too; it holds the link, so only the double's admins may read events.
  await recordEvent(context, {
    action: "email_sent",
    app: "authentik.stages.email.tasks",
    context: {
      message: `Email to ${task.to.address} sent`,
      subject: task.subject,
      body: task.html,
      from_email: settings.from,
      to_email: [task.to.address],
    },
  });
}

async function settingsOf(context: DoubleContext, task: MailTask): Promise<MailSettings | undefined> {
  if (task.stage === null) return context.config.mail;
  const stage = await context.store.get("stage_email", task.stage);
  if (!stage) return undefined;
  return stage.use_global_settings === true ? context.config.mail : settingsOfStage(stage);
}
