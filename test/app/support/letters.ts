import type { Database } from "../../../app/shared/database.ts";
import type { JobPayload } from "../../../app/shared/jobs.ts";

/** @returns the letters that wait for the worker, the newest first */
export async function waitingLetters(database: Database): Promise<JobPayload<"mail">[]> {
  const text = `select payload from outbox where kind = 'mail' and state = 'waiting' order by created_at desc, ctid desc`;
  const rows = await database.query<{ payload: JobPayload<"mail"> }>({ name: "test_letters", text }, []);
  return rows.map(({ payload }) => payload);
}
