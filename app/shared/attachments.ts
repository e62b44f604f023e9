/** Shapes of attachments: files of a contract or a transaction. */
import { type Static, Type } from "typebox";
import { nullable, rowOf, strict, uuid } from "./shapes.ts";

/** The largest file, in bytes: the tenant's nginx lets no larger body through (client_max_body_size). */
export const MAXIMUM_FILE_BYTES = 10 * 1024 * 1024;

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
  /** The worker has made an image of it that is small enough for a list. */
  hasThumbnail: Type.Boolean(),
});
/** True: the deleted ones instead of the others, for the 30 days that they are kept. */
export const attachmentsQuery = strict({ deleted: Type.Optional(Type.Boolean()) });
export const attachments = Type.Object({ items: Type.Array(attachment) });

export type AttachmentsQuery = Static<typeof attachmentsQuery>;
export type Attachment = Static<typeof attachment>;
