/** How many bytes of a file's beginning tell its type; also those of an Office file, whose first parts name it. */
export const SNIFFED_BYTES = 4096;

const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString("latin1", from, to);
const startsWith = (prefix: string) => (bytes: Buffer) => ascii(bytes, 0, prefix.length) === prefix;
const isOffice = (folder: string) => (bytes: Buffer) =>
  startsWith("PK\x03\x04")(bytes) &&
  // The first part of an Office file; any other archive may hold anything.
  ["[Content_Types].xml", "_rels/.rels", "docProps/"].some((part) => ascii(bytes, 30, 60).startsWith(part)) &&
  bytes.includes(folder, 0, "latin1");

/** Photos, PDF and Office files: what contractors exchange, and nothing that a browser would run. */
const TYPES: readonly (readonly [string, (bytes: Buffer) => boolean])[] = [
  ["application/pdf", startsWith("%PDF-")],
  ["image/png", startsWith("\x89PNG\r\n\x1a\n")],
  ["image/jpeg", startsWith("\xff\xd8\xff")],
  ["image/gif", (bytes) => startsWith("GIF87a")(bytes) || startsWith("GIF89a")(bytes)],
  ["image/webp", (bytes) => startsWith("RIFF")(bytes) && ascii(bytes, 8, 12) === "WEBP"],
  ["image/heic", (bytes) => /^ftyp(heic|heix|mif1|msf1)$/.test(ascii(bytes, 4, 12))],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", isOffice("word/")],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", isOffice("xl/")],
];

/**
 * Tells a file's type from its content: what a client says of it cannot be trusted.
 *
 * @param beginning its first SNIFFED_BYTES
 * @returns undefined when it is none that is taken
 */
export function sniffMediaType(beginning: Buffer): string | undefined {
  return TYPES.find(([, matches]) => matches(beginning))?.[0];
}
