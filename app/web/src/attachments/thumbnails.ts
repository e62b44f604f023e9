import {
  mdiFileExcelOutline,
  mdiFileImageOutline,
  mdiFileOutline,
  mdiFilePdfBox,
  mdiFileWordOutline,
} from "@mdi/js";
import type { Attachment } from "../../../shared/attachments.ts";
import { THUMBNAIL_SOURCES } from "../../../shared/thumbnail-sources.ts";

/** The worker makes one within seconds; an image that it cannot read never gets one. */
const EXPECTED_MILLISECONDS = 60_000;

/** @returns whether a file's thumbnail is likely to be there soon */
export const awaitsThumbnail = ({ mediaType, hasThumbnail, createdAt }: Attachment, now: number): boolean =>
  !hasThumbnail && THUMBNAIL_SOURCES.has(mediaType) && now - Date.parse(createdAt) < EXPECTED_MILLISECONDS;

const ICONS: readonly (readonly [RegExp, string])[] = [
  [/^image\//, mdiFileImageOutline],
  [/pdf$/, mdiFilePdfBox],
  [/sheet|excel|csv/, mdiFileExcelOutline],
  [/word/, mdiFileWordOutline],
];

/** @returns the path of the icon of a kind of files */
export const iconOf = (mediaType: string): string =>
  ICONS.find(([kind]) => kind.test(mediaType))?.[1] ?? mdiFileOutline;
