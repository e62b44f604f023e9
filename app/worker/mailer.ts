import type { WorkerEnvironment } from "../contract.ts";
import { type Mailer, mailbox, noMailer, smtpMailer } from "../shared/mail.ts";

/** @returns what sends letters, keeps them (development), or says that neither is configured */
export function mailerOf({ SMTP_URL, MAIL_FROM, MAILBOX_FOLDER }: WorkerEnvironment): Mailer {
  const from = MAIL_FROM ?? "ChalanPro <no-reply@localhost>";
  if (SMTP_URL !== undefined) return smtpMailer(SMTP_URL, from);
  return MAILBOX_FOLDER === undefined ? noMailer : mailbox(MAILBOX_FOLDER, from);
}
