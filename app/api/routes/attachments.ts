import { buffer } from "node:stream/consumers";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  attachment,
  attachments,
  attachmentsQuery,
  MAXIMUM_FILE_BYTES,
  uploadQuery,
} from "../../shared/attachments.ts";
import { DESK } from "../../shared/roles.ts";
import { idKey } from "../../shared/shapes.ts";
import { THUMBNAIL_SOURCES } from "../../shared/thumbnail-sources.ts";
import type { MediaStore } from "../media.ts";
import { notFound } from "../problem.ts";
import type { AttachmentsRepository, Owner } from "../repositories/attachments.ts";
import { fileOf, takeFiles } from "./file-body.ts";
import { removalRoutes, written } from "./resource.ts";

/** What files can belong to. */
interface Holder {
  readonly path: string;
  readonly what: string;
  readonly owner: Owner;
  readonly find: (id: string) => Promise<object | undefined>;
}

/** RFC 6266 and 8187: a plain name for the old, the real one for the others. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/**
 * Files of contracts and transactions. An upload's body is the file itself, whatever its Content-Type says; it goes
 * to the disk as it comes, and its type is told from its content.
 */
export function attachmentRoutes(
  repository: AttachmentsRepository,
  media: MediaStore,
  holders: readonly Holder[],
): FastifyPluginAsyncTypebox {
  const config = { roles: DESK };
  return async (app) => {
    takeFiles(app);

    for (const { path, what, owner, find } of holders) {
      /** @throws ProblemError 404 */
      const requireHolder = async (id: string) => {
        if ((await find(id)) === undefined) throw notFound(what);
      };
      app.get(
        `${path}/:id/attachments`,
        { schema: { params: idKey, querystring: attachmentsQuery, response: { 200: attachments } }, config },
        async ({ params: { id }, query }) => {
          await requireHolder(id);
          return { items: await repository.listOf(owner, id, query) };
        },
      );
      app.post(
        `${path}/:id/attachments`,
        { schema: { params: idKey, querystring: uploadQuery, response: { 201: attachment } }, config },
        async ({ params: { id }, query: { name }, body, raw, identity }, reply) => {
          await requireHolder(id);
          const file = await media.save(fileOf({ body, raw }), { maximumBytes: MAXIMUM_FILE_BYTES });
          try {
            const row = { ...file, name, [owner]: id };
            // The worker has no way to the tenant's files: it is handed the image.
            const image = THUMBNAIL_SOURCES.has(file.mediaType)
              ? await buffer(await media.open(file.id))
              : undefined;
            return reply.code(201).send(written(await repository.create(identity.userId, row, image)));
          } catch (error) {
            await media.discard(file.id);
            throw error;
          }
        },
      );
    }

    app.get("/attachments/:id/content", { schema: { params: idKey }, config }, async ({ params }, reply) => {
      const found = await repository.find(params.id);
      if (found === undefined) throw notFound("Attachment");
      const content = await media.open(found.id);
      return reply
        .type(found.mediaType)
        .header("content-length", found.sizeBytes)
        .header("content-disposition", contentDisposition(found.name))
        .send(content);
    });
    app.get(
      "/attachments/:id/thumbnail",
      { schema: { params: idKey }, config },
      async ({ params }, reply) => {
        const found = await repository.thumbnail(params.id);
        if (found === undefined) throw notFound("Thumbnail");
        // An attachment's file never changes, and so its thumbnail does not either.
        return reply
          .type("image/webp")
          .header("cache-control", "private, max-age=31536000, immutable")
          .send(found.content);
      },
    );
    removalRoutes(app, "/attachments", "Attachment", attachment, repository);
  };
}
