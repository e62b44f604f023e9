import { buffer } from "node:stream/consumers";
import { exportStream, MEDIA_TYPES } from "../../api/tabular/export.ts";
import type { Statement } from "../../shared/database.ts";
import type { ListQuery } from "../../shared/paging.ts";
import type { JobHandler } from "../runner.ts";
import { sheetIn } from "./sheet.ts";

/** A day: long enough for who asked for it in the evening. */
const KEEP: Statement = {
  name: "",
  text: `insert into export_files (outbox_id, media_type, name, content, expires_at)
         values ($1, $2, $3, $4, now() + interval '24 hours')`,
};

/** Makes a file of a list and keeps it in the tenant's schema. */
export const makeExport: JobHandler<"export"> = async ({ id, payload, query, signal }) => {
  const { sheet: name, format, filters } = payload;
  const sheet = sheetIn(query, name);
  const list = (options: ListQuery) => {
    signal.throwIfAborted();
    return sheet.list(options);
  };
  // The api has checked the filters against the sheet's own shape, and filled in what was left out.
  const file = await exportStream(format, name, sheet.columns, filters as unknown as ListQuery, list);
  const content = await buffer(file);
  await query(KEEP, [id, MEDIA_TYPES[format], `${name}.${format}`, content]);
  return { sizeBytes: content.length };
};
