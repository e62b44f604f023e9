import type { Database, Statement } from "../../shared/database.ts";
import { type EnqueueOptions, enqueue, type JobPayload } from "../../shared/jobs.ts";
import type { Job } from "../../shared/jobs-api.ts";
import type { Summary } from "../../shared/summaries.ts";
import { iso } from "./table.ts";

/** Asked for and not yet done, of one tenant: enough for everybody at a month's end, too few to fill a disk. */
const MAXIMUM_WAITING = 20;

const COLUMNS = `id, kind, payload ->> 'sheet' as sheet, payload ->> 'format' as format,
  case state when 'dead' then 'failed' else state end as state,
  ${iso("created_at")} as "createdAt", ${iso("finished_at")} as "finishedAt",
  case kind when 'import' then result end as report,
  (select ${iso("expires_at")} from export_files where outbox_id = id and expires_at > now()) as "fileUntil"`;
const REQUESTED = "kind in ('export', 'import')";

const sql = (name: string, text: string): Statement => ({ name: `jobs_${name}`, text });

const LIST = sql(
  "list",
  `select ${COLUMNS} from outbox where ${REQUESTED} order by created_at desc, id limit 50`,
);
const FIND = sql("find", `select ${COLUMNS} from outbox where id = $1 and ${REQUESTED}`);
const FILE = sql(
  "file",
  'select name, media_type as "mediaType", content from export_files where outbox_id = $1 and expires_at > now()',
);
const WAITING = sql(
  "waiting",
  `select count(*) as number from outbox where ${REQUESTED} and state = 'waiting'`,
);
const SUMMARIES = sql("summaries", "select day, figures from daily_summaries order by day desc limit 31");

/** A file that an export has made. */
export interface ExportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Jobs that people ask for and wait for, and what the worker has made by itself. */
export function jobsRepository(database: Database) {
  return {
    /** The newest fifty. */
    list: (): Promise<Job[]> => database.query<Job>(LIST, []),
    find: async (id: string): Promise<Job | undefined> => (await database.query<Job>(FIND, [id]))[0],
    file: async (id: string): Promise<ExportFile | undefined> =>
      (await database.query<ExportFile>(FILE, [id]))[0],
    /** @returns undefined when too many are waiting already */
    request: <Kind extends "export" | "import">(
      actor: string,
      kind: Kind,
      payload: JobPayload<Kind>,
      options?: EnqueueOptions,
    ): Promise<Job | undefined> =>
      database.transaction(actor, async (query) => {
        const [waiting] = await query<{ number: number }>(WAITING, []);
        if ((waiting?.number ?? 0) >= MAXIMUM_WAITING) return undefined;
        const id = await enqueue(query, kind, payload, options);
        return (await query<Job>(FIND, [id]))[0];
      }),
    /** The last month's, the newest first. */
    summaries: (): Promise<Summary[]> => database.query<Summary>(SUMMARIES, []),
  };
}

export type JobsRepository = ReturnType<typeof jobsRepository>;
