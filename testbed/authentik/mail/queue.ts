import { randomUUID } from "node:crypto";
import type { DoubleContext } from "../context";

/** A mail that waits for the worker. */
export interface MailTask {
  pk: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  /** `pk` of the e-mail stage whose mail server is to be used; null takes the one of the environment. */
  stage: string | null;
  attempts: number;
  /** RFC 3339; not before then. */
  due: string;
}

declare module "../rows" {
  interface KindMap {
    task_send_mail: MailTask;
  }
}

/** Kind of the rows by which a server asks the worker to send a mail: in authentik the worker sends all of them. */
export const MAIL_TASK = "task_send_mail";

/** Leaves a mail for the worker. */
export async function queueMail(
  { store, clock }: DoubleContext,
  mail: Pick<MailTask, "to" | "subject" | "html" | "text" | "stage">,
): Promise<void> {
  const pk = randomUUID();
  await store.put(MAIL_TASK, pk, { ...mail, pk, attempts: 0, due: clock().toISOString() });
}
