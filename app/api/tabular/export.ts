import { Readable } from "node:stream";
import type { ListQuery, Page } from "../../shared/paging.ts";
import type { Format } from "../../shared/sheets.ts";
import { toCells } from "./cells.ts";
import type { Cell, Column } from "./columns.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv.ts";
import { xlsx } from "./xlsx.ts";

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Rows in memory at a time. */
const BATCH = 1000;

async function* batches<Options extends ListQuery>(
  options: Options,
  columns: readonly Column[],
  list: (options: Options) => Promise<Page<object>>,
): AsyncGenerator<Cell[][]> {
  let cursor: string | null = null;
  do {
    const page: Page<object> = await list({
      ...options,
      limit: BATCH,
      ...(cursor === null ? {} : { cursor }),
    });
    yield page.items.map((row) => toCells(row, columns));
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** The first rows are fetched before anything is sent: until then a failure can still be answered. */
async function started<Item>(source: AsyncGenerator<Item>): Promise<AsyncGenerator<Item>> {
  const first = await source.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* source;
  })();
}

async function* csv(columns: readonly Column[], rows: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ header }) => header));
  for await (const batch of rows) yield batch.map(csvLine).join("");
}

/**
 * A whole list as a file, made while it is sent.
 *
 * @param title what the rows are
 * @param list gives a page of them
 */
export async function exportStream<Options extends ListQuery>(
  format: Format,
  title: string,
  columns: readonly Column[],
  options: Options,
  list: (options: Options) => Promise<Page<object>>,
): Promise<Readable> {
  const rows = await started(batches(options, columns, list));
  return format === "csv"
    ? Readable.from(csv(columns, rows), { objectMode: false })
    : Readable.from(xlsx(title, columns, rows), { objectMode: false });
}
