/** How stock moves. In a file of its own: the front needs no schemas. */
export const MOVEMENT_KINDS = ["receipt", "issue", "return", "adjustment", "transfer"] as const;
