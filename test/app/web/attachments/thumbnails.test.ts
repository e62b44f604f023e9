import { expect, it } from "vitest";
import { awaitsThumbnail, iconOf } from "../../../../app/web/src/attachments/thumbnails.ts";
import { attachmentRow } from "../support/attachment.ts";

const NOW = Date.parse("2026-11-20T15:00:30Z");

it.each([
  ["an image that has just been added", {}, true],
  ["no image that has one", { hasThumbnail: true }, false],
  ["no image that the worker cannot read", { mediaType: "image/heic" }, false],
  ["no image that has had none for long", { createdAt: "2026-11-20T14:00:00.000Z" }, false],
])("awaitsThumbnail: %s", (_what, changes, expected) =>
  expect(awaitsThumbnail(attachmentRow(changes), NOW)).toBe(expected),
);

it("iconOf tells kinds of files apart", () => {
  const office = "application/vnd.openxmlformats-officedocument";
  const kinds = [
    "image/heic",
    "application/pdf",
    `${office}.spreadsheetml.sheet`,
    `${office}.wordprocessingml.document`,
    "application/zip",
  ];
  expect(new Set(kinds.map(iconOf)).size).toBe(kinds.length);
  expect(iconOf("image/png")).toBe(iconOf("image/heic"));
});
