import type { Cell, Column, Kind } from "./columns.ts";
import { unquoteFormula } from "./csv.ts";

const LIST_SEPARATOR = "|";

/** @returns a row of the API as cells, in the order of the columns */
export function toCells(row: object, columns: readonly Column[]): Cell[] {
  const values = row as Readonly<Record<string, unknown>>;
  return columns.map(({ field, kind }) => {
    const value = values[field] ?? null;
    if (kind === "money" && typeof value === "number") return value / 100;
    if (Array.isArray(value)) return value.join(LIST_SEPARATOR);
    return typeof value === "number" || typeof value === "string" ? value : null;
  });
}

const NUMBER = /^-?\d{1,14}(\.\d{1,6})?$/;
const MONEY = /^(-?)(\d{1,11})(?:\.(\d{1,2}))?$/;

/** A value that a cell holds, or what is wrong with it. */
export type Read = { readonly value: unknown } | { readonly problem: string };

const READERS: Readonly<Record<Kind, (text: string) => Read>> = {
  text: (text) => ({ value: text }),
  // The shape says which day or moment it must be.
  date: (text) => ({ value: text }),
  instant: (text) => ({ value: text }),
  integer: (text) =>
    /^-?\d{1,15}$/.test(text) ? { value: Number(text) } : { problem: "must be a whole number" },
  number: (text) =>
    NUMBER.test(text) ? { value: Number(text) } : { problem: "must be a number such as 1234.5" },
  money(text) {
    const match = MONEY.exec(text);
    if (match === null) return { problem: "must be an amount such as 1234.50" };
    const [, sign = "", whole = "", cents = ""] = match;
    // By its digits: 1.15 times 100 is not 115 in binary fractions.
    return { value: Number(`${sign}${whole}${cents.padEnd(2, "0")}`) };
  },
  list: (text) => ({
    value: text
      .split(LIST_SEPARATOR)
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  }),
};

/** @param text a cell of a CSV file; an empty one says nothing: undefined */
export function readCell(text: string, kind: Kind): Read {
  const given = kind === "text" ? unquoteFormula(text) : text.trim();
  if (given.trim() === "") return { value: undefined };
  if (given.includes("\u0000")) return { problem: "must not hold a NUL character" };
  return READERS[kind](given);
}
