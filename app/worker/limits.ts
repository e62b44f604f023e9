import type { JobKind } from "../shared/jobs.ts";

/** How often a job is tried, and how long after the first failure again; twice as long after each further one. */
export interface Limits {
  readonly attempts: number;
  readonly backoffMilliseconds: number;
}

const SECOND = 1_000;

const LIMITS: Readonly<Record<JobKind, Limits>> = {
  // About an hour in all: a mail server's restart, or its greylisting.
  mail: { attempts: 9, backoffMilliseconds: 15 * SECOND },
  // Somebody is waiting for these.
  export: { attempts: 3, backoffMilliseconds: 2 * SECOND },
  import: { attempts: 3, backoffMilliseconds: 2 * SECOND },
  thumbnail: { attempts: 3, backoffMilliseconds: 5 * SECOND },
  summary: { attempts: 6, backoffMilliseconds: 30 * SECOND },
  "low-stock": { attempts: 6, backoffMilliseconds: 15 * SECOND },
  cleanup: { attempts: 3, backoffMilliseconds: 60 * SECOND },
};

/** A kind that this release does not know, of a newer one that has been taken back: it will be known again. */
const UNKNOWN: Limits = { attempts: 9, backoffMilliseconds: 60 * SECOND };

export const isKind = (kind: string): kind is JobKind => Object.hasOwn(LIMITS, kind);

export const limitsOf = (kind: string): Limits => (isKind(kind) ? LIMITS[kind] : UNKNOWN);

/** After this time nobody waits for a job any more: its links have ended, its day is over. */
export const MAXIMUM_AGE_SECONDS = 7 * 24 * 3600;
