/** Sort keys of the last row of a page, in the order of the list's ORDER BY. */
export type CursorKeys = readonly (string | number)[];

/** @returns an opaque text for a URL */
export function encodeCursor(keys: CursorKeys): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

/**
 * @param cursor text from a client, not to be trusted
 * @param length how many keys the list sorts by
 * @returns the keys, or undefined when the text is not one of our cursors
 */
export function decodeCursor(cursor: string, length: number): CursorKeys | undefined {
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
  if (!Array.isArray(keys) || keys.length !== length) return undefined;
  const sound = keys.every((key) => typeof key === "string" || Number.isSafeInteger(key));
  return sound ? keys : undefined;
}
