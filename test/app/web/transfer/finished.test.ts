import { expect, it } from "vitest";
import type { Job } from "../../../../app/shared/jobs-api.ts";
import { ApiFailure } from "../../../../app/web/src/api/http.ts";
import { finished } from "../../../../app/web/src/transfer/finished.ts";
import { exportJob } from "../support/job.ts";

const waiting = exportJob();

/** Answers one after the other, and keeps how long was waited before each. */
function waitingFor(...answers: readonly (Job | ApiFailure)[]) {
  const left = [...answers];
  const pauses: number[] = [];
  const find = async () => {
    const answer = left.shift();
    if (answer === undefined || answer instanceof ApiFailure) throw answer ?? new Error("asked too often");
    return answer;
  };
  return { find, sleep: async (milliseconds: number) => void pauses.push(milliseconds), pauses };
}

it("asks for a job that is done already no more", async () => {
  const done = exportJob({ state: "done" });
  expect(await finished(done, waitingFor())).toBe(done);
});

it("asks less and less often until it is done, and goes on when the connection is back", async () => {
  const done = exportJob({ state: "done" });
  const patience = Array.from({ length: 8 }, () => waiting);
  const asked = waitingFor(...patience, new ApiFailure("offline"), new ApiFailure("unavailable"), done);
  expect(await finished(waiting, asked)).toBe(done);
  expect(asked.pauses).toEqual(asked.pauses.toSorted((one, other) => one - other));
  expect([asked.pauses[0], asked.pauses.at(-1)]).toEqual([400, 5_000]);
});

it.each([
  ["the worker has given up", exportJob({ state: "failed" }), "givenUp"],
  ["the session has ended", new ApiFailure("unauthenticated"), "unauthenticated"],
])("fails when %s", async (_when, answer, reason) => {
  await expect(finished(waiting, waitingFor(answer))).rejects.toMatchObject({ reason });
});
