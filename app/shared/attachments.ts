/** Shapes of attachments: files of a contract or a transaction. */
import { type Static, Type } from "typebox";
import { nullable, rowOf, strict, uuid } from "./shapes.ts";

/** The largest file, in bytes: the tenant's nginx lets no larger body through (client_max_body_size). */
export const MAXIMUM_FILE_BYTES = 10 * 1024 * 1024;

/** Types of which a thumbnail is made. HEIC is not among them: what can read it is not free. */
export const THUMBNAIL_SOURCES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
]);

/** A file's name for people: no path, and nothing that a terminal or a header would act on. */
export const fileName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: "^[^\\u0000-\\u001f\\u007f/\\\\]+$",
});
export const uploadQuery = strict({ name: fileName });

export const attachment = rowOf({
  contractId: nullable(uuid),
  transactionId: nullable(uuid),
  name: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
});
export const attachments = Type.Object({ items: Type.Array(attachment) });

export type Attachment = Static<typeof attachment>;
