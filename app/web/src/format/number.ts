/** @returns the number as people type it, with a comma or a point and without groups; NaN when it is none */
export const parseNumber = (text: string): number =>
  text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
