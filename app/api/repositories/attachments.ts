import type { Attachment, AttachmentsQuery } from "../../shared/attachments.ts";
import type { Database, Statement } from "../../shared/database.ts";
import { enqueue } from "../../shared/jobs.ts";
import { columnsOf, type TableDefinition, tableRepository } from "./table.ts";

export type Owner = "contractId" | "transactionId";

/** An image that is small enough for a list, WebP. */
export interface Thumbnail {
  readonly content: Buffer;
}

interface NewAttachment {
  readonly id: string;
  readonly contractId?: string;
  readonly transactionId?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const table: TableDefinition<Omit<NewAttachment, "id">> = {
  table: "attachments",
  fields: {
    contractId: "contract_id",
    transactionId: "transaction_id",
    name: "name",
    mediaType: "media_type",
    sizeBytes: "size_bytes",
    sha256: "sha256",
  },
  derived: { hasThumbnail: "exists (select from thumbnails where attachment_id = attachments.id)" },
  orders: {},
};

const list = (column: string): Statement => ({
  name: `attachments_of_${column}`,
  text: `select ${columnsOf(table)} from attachments
         where ${column} = $1 and (deleted_at is not null) = $2 order by created_at, id limit 500`,
});
const LISTS: Readonly<Record<Owner, Statement>> = {
  contractId: list("contract_id"),
  transactionId: list("transaction_id"),
};
const CREATE: Statement = {
  name: "attachments_add",
  text: `insert into attachments (id, contract_id, transaction_id, name, media_type, size_bytes, sha256)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${columnsOf(table)}`,
};
const THUMBNAIL: Statement = {
  name: "attachments_thumbnail",
  text: `select content from thumbnails
         where attachment_id = (select id from attachments where id = $1 and deleted_at is null)`,
};

/** What is known of files; their bytes are in the media folder (api/media.ts). */
export function attachmentsRepository(database: Database) {
  const { find, remove, restore } = tableRepository<Omit<NewAttachment, "id">, Attachment>(database, table);
  return {
    find,
    /** Soft: the file stays, until it can no longer be wanted back. */
    remove,
    restore,
    /** The oldest first. */
    listOf: (owner: Owner, id: string, { deleted = false }: AttachmentsQuery): Promise<Attachment[]> =>
      database.query(LISTS[owner], [id, deleted]),
    /** @returns undefined while the worker has not made it, or when it cannot be made */
    thumbnail: async (id: string): Promise<Thumbnail | undefined> =>
      (await database.query<{ content: Buffer }>(THUMBNAIL, [id]))[0],
    /** @param image the file itself, where the worker is to make a thumbnail of it */
    create: (actor: string, file: NewAttachment, image?: Buffer): Promise<Attachment | undefined> =>
      database.transaction(actor, async (query) => {
        const { id, contractId = null, transactionId = null, name, mediaType, sizeBytes, sha256 } = file;
        const values = [id, contractId, transactionId, name, mediaType, sizeBytes, sha256];
        const [row] = await query<Attachment>(CREATE, values);
        if (image !== undefined) await enqueue(query, "thumbnail", { attachmentId: id }, { content: image });
        return row;
      }),
  };
}

export type AttachmentsRepository = ReturnType<typeof attachmentsRepository>;
