import type { ImportReport } from "../../../../app/shared/imports.ts";
import type { Job } from "../../../../app/shared/jobs-api.ts";
import { exportJob } from "./job.ts";
import { ok, problem, type StubAnswer, type StubRequest } from "./stub-answer.ts";

const DONE = "2026-11-20T15:00:05.000Z";
/** The number is in the id. */
const idOf = (number: number) => `0199a6a0-0000-7000-9000-${String(number).padStart(12, "0")}`;

/** The jobs of the worker, from memory: one is done when somebody has asked for it, as long as the worker is at work. */
export function stubJobs() {
  const all: Job[] = [];
  const state = {
    isWorking: true,
    /** What becomes of the next import. */
    errors: [] as ImportReport["errors"],
  };

  function add(changes: Partial<Job>): StubAnswer {
    const job = exportJob({ id: idOf(all.length), createdAt: new Date().toISOString(), ...changes });
    all.unshift(job);
    return { status: 202, body: job };
  }
  function finish(job: Job): Job {
    if (!state.isWorking || job.state !== "waiting") return job;
    const report = job.report && { ...job.report, imported: job.report.dryRun ? 0 : job.report.rows };
    const done = { state: "done" as const, finishedAt: DONE, report };
    return Object.assign(job, done, job.kind === "export" ? { fileUntil: DONE } : {});
  }
  function addImport(sheet: Job["sheet"], query: URLSearchParams): StubAnswer {
    const { errors } = state;
    const dryRun = query.get("dryRun") === "true";
    const report = { dryRun, rows: 3, imported: 0, bad: errors.length, errors };
    return add({ kind: "import", sheet, format: null, report });
  }

  /** @returns undefined when it is no job that is asked for */
  function answer({ path, query, body }: StubRequest): StubAnswer | undefined {
    const [, name, id, action] = path.split("/");
    if (name === "export-jobs") return add({ ...body, sheet: id as Job["sheet"] });
    if (name === "import-jobs") return addImport(id as Job["sheet"], query);
    if (name !== "jobs") return undefined;
    if (id === undefined) return ok({ items: all });
    const found = all.find((job) => job.id === id);
    if (found === undefined) return problem(404, "not-found");
    if (action !== "file") return ok(finish(found));
    return { status: 200, file: { type: "text/csv", content: Buffer.from("number,title\r\n") } };
  }
  return { all, state, answer };
}
