import type { Statement } from "../../shared/database.ts";
import { readContent } from "../content.ts";
import type { JobHandler } from "../runner.ts";
import type { MakeThumbnail } from "../thumbnail/parent.ts";

// An attachment that has been deleted for good meanwhile has no need of it.
const KEEP: Statement = {
  name: "",
  text: `insert into thumbnails (attachment_id, content, width, height)
         select id, $2, $3, $4 from attachments where id = $1
         on conflict (attachment_id) do nothing`,
};

/** Makes an image small and keeps it in the tenant's schema; one that is refused has no thumbnail. */
export const keepThumbnail =
  (make: MakeThumbnail): JobHandler<"thumbnail"> =>
  async ({ id, payload, query, signal }) => {
    const made = await make(await readContent(query, id), signal);
    if ("refused" in made) return made;
    await query(KEEP, [payload.attachmentId, made.content, made.width, made.height]);
    return { sizeBytes: made.content.length };
  };
