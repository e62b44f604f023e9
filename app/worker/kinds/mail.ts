import type { Mailer } from "../../shared/mail.ts";
import type { JobHandler } from "../runner.ts";

/**
 * Sends a letter. The row is locked meanwhile, so that nobody else sends it; only a process that is killed between the
 * server's answer and the commit sends it twice, under the same Message-ID.
 */
export const sendMail =
  (mailer: Mailer): JobHandler<"mail"> =>
  async ({ id, payload }) => {
    await mailer.send({ id, ...payload });
    return undefined;
  };
