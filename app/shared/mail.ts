import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SendMailOptions } from "nodemailer";

/** A mail to one person, plain text: the links in it must be readable. */
export interface Mail {
  /** The same for every attempt to send it: becomes its Message-ID, by which a server knows a letter that it has already. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export interface Mailer {
  /** @throws when it was not taken */
  send(mail: Mail): Promise<void>;
}

/** Letters that a development machine keeps. */
export const MAILBOX_LETTERS = 200;

/** An object for the address, so that nothing in it can add another one. */
function messageOf({ id, to, subject, text }: Mail, from: string): SendMailOptions {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? "localhost";
  return { from, to: { name: "", address: to }, subject, text, messageId: `<${id}@${domain}>` };
}

/**
 * Mail of a development machine: kept as .eml files, never sent. Any mail program opens them.
 *
 * @param folder made when it is not there; keeps the newest MAILBOX_LETTERS letters
 * @param now clock in milliseconds
 */
export function mailbox(folder: string, from: string, now: () => number = Date.now): Mailer {
  return {
    async send(mail) {
      const { createTransport } = await import("nodemailer");
      const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
      const { message } = await transport.sendMail(messageOf(mail, from));
      await mkdir(folder, { recursive: true });
      const names = await readdir(folder);
      // Named by time, so that the order of the names is that of the letters; one that is sent again replaces itself.
      const earlier = names.find((name) => name.endsWith(`_${mail.id}.eml`));
      const name = earlier ?? `${new Date(now()).toISOString().replaceAll(":", "-")}_${mail.id}.eml`;
      const partial = join(folder, `${mail.id}.part`);
      await writeFile(partial, message as Buffer);
      await rename(partial, join(folder, name));
      const letters = names.filter((one) => one.endsWith(".eml") && one !== name).sort();
      const surplus = letters.slice(0, Math.max(0, letters.length + 1 - MAILBOX_LETTERS));
      await Promise.all(surplus.map((one) => rm(join(folder, one), { force: true })));
    },
  };
}

/**
 * Mail over SMTP. The library is loaded with the first mail: an idle worker does not pay for it.
 *
 * @param url smtp:// (STARTTLS where the server has it) or smtps://, with user and password
 * @param from the sender, such as `ChalanPro <no-reply@example.com>`
 */
export function smtpMailer(url: string, from: string): Mailer {
  return {
    async send(mail) {
      const { createTransport } = await import("nodemailer");
      const transport = createTransport({
        url,
        connectionTimeout: 5_000,
        greetingTimeout: 5_000,
        socketTimeout: 10_000,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail(messageOf(mail, from));
      } finally {
        transport.close();
      }
    },
  };
}

/** Where no mail server is configured: says so to whoever wants to send. */
export const noMailer: Mailer = {
  send: () =>
    Promise.reject(
      Object.assign(new Error("SMTP_URL and MAIL_FROM are not set"), { code: "no-mail-server" }),
    ),
};
