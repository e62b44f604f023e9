import type { Job } from "../../../shared/jobs-api.ts";
import type { SheetName } from "../../../shared/sheets.ts";

const KEPT_MILLISECONDS = 24 * 3_600_000;

/** @returns the exports of a list that are worth showing: what is being made, can be fetched, or has failed today */
export function exportsOf(jobs: readonly Job[], sheet: SheetName, now: number): Job[] {
  const isRecent = ({ createdAt }: Job) => now - Date.parse(createdAt) < KEPT_MILLISECONDS;
  const isShown = (job: Job) => {
    if (job.state === "done") return job.fileUntil !== null;
    return job.state === "waiting" || isRecent(job);
  };
  return jobs.filter((job) => job.kind === "export" && job.sheet === sheet && isShown(job));
}
