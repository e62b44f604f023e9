import type { Job } from "../../../../app/shared/jobs-api.ts";

/** An export as the API gives it. */
export const exportJob = (changes: Partial<Job> = {}): Job => ({
  id: "5c1f6f0e-6c0a-4f55-8e0f-000000000001",
  kind: "export",
  sheet: "contracts",
  format: "xlsx",
  state: "waiting",
  createdAt: "2026-11-20T15:00:00.000Z",
  finishedAt: null,
  report: null,
  fileUntil: null,
  ...changes,
});
