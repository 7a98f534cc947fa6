import type { DoubleContext } from "../context";
import { queueTask, type Task } from "../worker/queue";

/** A mail that waits for the worker. */
export interface MailTask extends Task {
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  /** `pk` of the e-mail stage whose mail server is to be used; null takes the one of the environment. */
  stage: string | null;
}

declare module "../rows" {
  interface KindMap {
    task_send_mail: MailTask;
  }
}

/** Kind of the rows by which a server asks the worker to send a mail: in authentik the worker sends all of them. */
export const MAIL_TASK = "task_send_mail";

/** Leaves a mail for the worker. */
export function queueMail(context: DoubleContext, mail: Omit<MailTask, keyof Task>): Promise<void> {
  return queueTask(context, MAIL_TASK, mail);
}
