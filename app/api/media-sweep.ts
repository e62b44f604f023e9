import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../shared/log.ts";
import { sqlState } from "../shared/sql-state.ts";
import type { MediaStore } from "./media.ts";
import type { FilesRepository } from "./repositories/files.ts";

/** How long a deleted file can be wanted back. */
const KEPT_DAYS = 30;
/** What is younger may belong to a request that is still under way. */
const SETTLED_MILLISECONDS = 24 * 3_600_000;
const DAY_MILLISECONDS = 24 * 3_600_000;
/** Rows or files that are looked at together. */
const BATCH = 500;
/** Removed in one sweep: the rest waits for the next day. */
const MOST = 10_000;

export interface Swept {
  /** Attachments that have gone for good. */
  readonly purged: number;
  /** Files that nothing named. */
  readonly orphans: number;
}

/**
 * Takes away the files that nobody can want any more: of attachments that were deleted long ago, and those that no row
 * names, which a crash between the two has left. Runs in the web, whose volume it is; two webs that sweep at the same
 * time during a deploy do not harm each other.
 */
export function createMediaSweep(files: FilesRepository, media: MediaStore, log: Logger) {
  const stopped = new AbortController();

  async function purge(): Promise<number> {
    let count = 0;
    while (count < MOST && !stopped.signal.aborted) {
      // The rows first: a file without a row is found again, a row without its file would be an error to somebody.
      const ids = await files.purge(KEPT_DAYS, BATCH);
      for (const id of ids) await media.discard(id);
      count += ids.length;
      if (ids.length < BATCH) break;
    }
    return count;
  }

  async function removeOrphans(before: number): Promise<number> {
    let count = 0;
    for await (const found of media.settled(before, BATCH)) {
      const unnamed = await files.unnamed(found.map(({ id }) => id));
      const orphans = found.filter(({ id, name }) => unnamed.has(id) || name !== id);
      for (const orphan of orphans) await media.remove(orphan);
      count += orphans.length;
      if (count >= MOST || stopped.signal.aborted) break;
    }
    return count;
  }

  const sweep = async (now: number): Promise<Swept> => ({
    purged: await purge(),
    orphans: await removeOrphans(now - SETTLED_MILLISECONDS),
  });
  return {
    /** @param now milliseconds since 1970 */
    sweep,
    /** Sweeps now and every day until `stop`; a failure waits for the next day. */
    async run(): Promise<void> {
      while (!stopped.signal.aborted) {
        try {
          const swept = await sweep(Date.now());
          if (swept.purged + swept.orphans > 0) log.info(swept, "files were swept away");
        } catch (error) {
          log.warn({ reason: sqlState(error) ?? "unknown" }, "sweeping files failed");
        }
        await sleep(DAY_MILLISECONDS, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
      }
    },
    stop: () => stopped.abort(),
  };
}
