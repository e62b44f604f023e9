/** The lists that can be exported to and imported from a file, and its formats. In a file of its own: the front needs it. */
export const SHEETS = ["contracts", "inventory", "transactions"] as const;
export const FORMATS = ["csv", "xlsx"] as const;

export type SheetName = (typeof SHEETS)[number];
export type Format = (typeof FORMATS)[number];
