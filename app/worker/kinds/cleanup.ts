import type { Statement } from "../../shared/database.ts";
import type { JobHandler } from "../runner.ts";

const sql = (text: string): Statement => ({ name: "", text });

/** What is kept for a time only. The rows of an attachment take its thumbnail with them; its file is the api's, which owns the volume. */
const STEPS = {
  exports: sql("delete from export_files where expires_at < now() returning 1"),
  // Whatever is found again by its name (a day's summary, a warning) is of the last days.
  jobs: sql(
    `delete from outbox where state <> 'waiting'
       and finished_at < now() - case state when 'done' then interval '7 days' else interval '30 days' end
     returning 1`,
  ),
  attachments: sql("delete from attachments where deleted_at < now() - interval '30 days' returning 1"),
  summaries: sql("delete from daily_summaries where day < current_date - 400 returning 1"),
} as const;

/** Deletes what the tenant's schema no longer needs. @returns how many rows of each */
export const cleanTenant: JobHandler<"cleanup"> = async ({ query }) => {
  const counts: Record<string, number> = {};
  for (const [what, statement] of Object.entries(STEPS)) counts[what] = (await query(statement, [])).length;
  return counts;
};
