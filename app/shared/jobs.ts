/** What the worker does, and how it is asked for: a row in the tenant's outbox, in the transaction of the change itself. */
import * as z from "zod";
import type { Query, Statement } from "./database.ts";
import { FORMATS, SHEETS } from "./sheets.ts";

const sheet = z.enum(SHEETS);

/** What each kind of job has to be told. What is a file goes apart (`content`). */
export const JOBS = {
  /** Sends one letter. */
  mail: z.strictObject({ to: z.string(), subject: z.string(), text: z.string() }),
  /** Makes a file of a whole list; `filters` are those of the list's own route. */
  export: z.strictObject({ sheet, format: z.enum(FORMATS), filters: z.record(z.string(), z.unknown()) }),
  /** Reads the CSV file in its content into a table, or says what is wrong with it. */
  import: z.strictObject({ sheet, dryRun: z.boolean() }),
  /** Makes the image in its content small. */
  thumbnail: z.strictObject({ attachmentId: z.uuid() }),
  /** Keeps and sends what happened on a day. */
  summary: z.strictObject({ day: z.iso.date() }),
  /** Tells those who decide that an item has fallen under its minimum. */
  "low-stock": z.strictObject({ itemId: z.uuid(), quantity: z.number() }),
  /** Deletes what the tenant's schema keeps for a time only. */
  cleanup: z.strictObject({}),
};

export type JobKind = keyof typeof JOBS;
export type JobPayload<Kind extends JobKind> = z.output<(typeof JOBS)[Kind]>;

/** The channel on which a new row is announced, with the name of its schema. */
export const OUTBOX_CHANNEL = "chalan_outbox";

export interface EnqueueOptions {
  /** A job of the same name is asked for only once, for as long as its row is kept. */
  readonly deduplicationKey?: string;
  readonly content?: Buffer;
}

const ADD: Statement = {
  name: "outbox_add",
  text: `insert into outbox (kind, payload, deduplication_key) values ($1, $2, $3)
         on conflict (deduplication_key) do nothing returning id`,
};
const ADD_CONTENT: Statement = {
  name: "outbox_add_content",
  text: "insert into outbox_contents (outbox_id, content) values ($1, $2)",
};

/**
 * Asks for a job.
 *
 * @param query of the transaction whose change asks for it: rolled back, there is no job
 * @returns its id; undefined when it has been asked for already
 */
export async function enqueue<Kind extends JobKind>(
  query: Query,
  kind: Kind,
  payload: JobPayload<Kind>,
  { deduplicationKey, content }: EnqueueOptions = {},
): Promise<string | undefined> {
  const values = [kind, JSON.stringify(payload), deduplicationKey ?? null];
  const [row] = await query<{ id: string }>(ADD, values);
  if (row !== undefined && content !== undefined) await query(ADD_CONTENT, [row.id, content]);
  return row?.id;
}
