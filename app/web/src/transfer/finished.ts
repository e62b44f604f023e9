import type { Job } from "../../../shared/jobs-api.ts";
import { ApiFailure, isPassing, toFailure } from "../api/http.ts";

/** Most jobs are done within a second; one of a long list is asked about less and less often. */
const FIRST_PAUSE_MILLISECONDS = 400;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
const GROWTH = 1.5;

interface Waiting {
  /** Asks for the job again. @throws ApiFailure */
  find(id: string): Promise<Job>;
  sleep?(milliseconds: number): Promise<void>;
}

const sleepFor = (milliseconds: number) =>
  new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

/**
 * Waits until the worker is done with a job, however long that takes: a connection that is lost meanwhile comes back.
 *
 * @throws ApiFailure `givenUp` when the worker has given up
 */
export async function finished(asked: Job, { find, sleep = sleepFor }: Waiting): Promise<Job> {
  let job = asked;
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (job.state === "waiting") {
    await sleep(pause);
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MILLISECONDS);
    try {
      job = await find(job.id);
    } catch (error) {
      if (!isPassing(toFailure(error))) throw error;
    }
  }
  if (job.state === "failed") throw new ApiFailure("givenUp");
  return job;
}
