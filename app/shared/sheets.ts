/** The lists that can be exported to and imported from a file. In a file of its own: the front needs it. */
export const SHEETS = ["contracts", "inventory", "transactions"] as const;

export type SheetName = (typeof SHEETS)[number];
