/**
 * Types of which a thumbnail is made. HEIC is not among them: what can read it is not free. In a file of its own: the front
 * needs no schemas.
 */
export const THUMBNAIL_SOURCES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
]);
