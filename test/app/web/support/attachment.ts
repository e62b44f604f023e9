import type { Attachment } from "../../../../app/shared/attachments.ts";

/** An image as the API gives it, whose thumbnail the worker has not made yet. */
export const attachmentRow = (changes: Partial<Attachment> = {}): Attachment => ({
  id: "7d1f6f0e-6c0a-4f55-8e0f-000000000001",
  contractId: null,
  transactionId: null,
  name: "roof.png",
  mediaType: "image/png",
  sizeBytes: 68_000,
  hasThumbnail: false,
  version: 1,
  createdAt: "2026-11-20T15:00:00.000Z",
  updatedAt: "2026-11-20T15:00:00.000Z",
  deletedAt: null,
  ...changes,
});
