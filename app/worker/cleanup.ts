import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Statement } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";

const HOUR_MILLISECONDS = 3_600_000;

// Without a condition: row-level security lets the worker see, and so delete, only what has had its time
// (migrations/public/0006_sign_in.sql).
const LINKS: Statement = {
  name: "cleanup_links",
  text: "delete from public.password_links returning expires_at",
};
const SIGN_INS: Statement = { name: "cleanup_sign_ins", text: "delete from public.sign_ins returning at" };

/** Deletes what schema public keeps for a time only: links that have ended, and sign-ins older than 90 days. */
export function createCleanup(database: Database, log: Logger) {
  const stopped = new AbortController();
  const clean = async () => ({
    links: (await database.query(LINKS, [])).length,
    signIns: (await database.query(SIGN_INS, [])).length,
  });
  return {
    /** @returns how many rows went */
    clean,
    /** Cleans every hour until `stop`; a failure waits for the next time. */
    async run(): Promise<void> {
      while (!stopped.signal.aborted) {
        try {
          const { links, signIns } = await clean();
          if (links + signIns > 0) log.info({ links, signIns }, "cleaned up");
        } catch (error) {
          log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "cleaning up failed");
        }
        await sleep(HOUR_MILLISECONDS, undefined, { signal: stopped.signal }).catch(() => {});
      }
    },
    stop: () => stopped.abort(),
  };
}
