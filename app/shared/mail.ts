import type { Redis } from "ioredis";

/** A mail to one person, plain text: the links in it must be readable. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export interface Mailer {
  /** @throws when it was not taken */
  send(mail: Mail): Promise<void>;
}

/** Letters kept for `local`'s mailbox, and for how long. */
const MAILBOX_LETTERS = 50;
const MAILBOX_SECONDS = 24 * 3600;

export const mailboxKey = (tenant: string): string => `t:{${tenant}}:mailbox`;

/** Mail of a development machine: kept in Redis, newest first, never sent. */
export function mailboxMailer(
  redis: Pick<Redis, "lpush" | "ltrim" | "expire">,
  tenant: string,
  now: () => number = Date.now,
): Mailer {
  const key = mailboxKey(tenant);
  return {
    async send(mail) {
      await redis.lpush(key, JSON.stringify({ ...mail, at: new Date(now()).toISOString() }));
      await redis.ltrim(key, 0, MAILBOX_LETTERS - 1);
      await redis.expire(key, MAILBOX_SECONDS);
    },
  };
}

/**
 * Mail over SMTP. The library is loaded with the first mail: an idle tenant does not pay for it.
 *
 * @param url smtp:// (STARTTLS where the server has it) or smtps://, with user and password
 * @param from the sender, such as `ChalanPro <no-reply@example.com>`
 */
export function smtpMailer(url: string, from: string): Mailer {
  return {
    async send({ to, subject, text }) {
      const { createTransport } = await import("nodemailer");
      const transport = createTransport(
        {
          url,
          connectionTimeout: 5_000,
          greetingTimeout: 5_000,
          socketTimeout: 10_000,
          disableFileAccess: true,
          disableUrlAccess: true,
        },
        { from },
      );
      // An object, so that nothing in an address can add another one.
      await transport.sendMail({ to: { name: "", address: to }, subject, text });
      transport.close();
    },
  };
}

/** Where no mail server is configured: says so to whoever wants to send. */
export const noMailer: Mailer = {
  send: () => Promise.reject(new Error("no mail is sent: SMTP_URL and MAIL_FROM are not set")),
};
