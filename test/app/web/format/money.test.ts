import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCents,
  formatCompactCents,
  parseCents,
  parseSignedCents,
} from "../../../../app/web/src/format/money.ts";

describe("parseCents", () => {
  it.each([
    ["0", 0],
    ["7", 700],
    ["1234.5", 123_450],
    ["1234,50", 123_450],
    ["1,234.50", 123_450],
    ["1.234,50", 123_450],
    ["1,234,567", 123_456_700],
    ["$ 1 234.05", 123_405],
    ["10000000000", 1_000_000_000_000],
  ])("%s", (text, cents) => expect(parseCents(text)).toBe(cents));
  it.each(["", "x", "-1", "1.2.3", "1e5", "1.005,5,5", "0x10", "10000000000.01", "1.234.5678", "NaN"])(
    "%s is no amount",
    (text) => expect(parseCents(text)).toBeUndefined(),
  );
  it.each(["en-US", "es-MX"])("reads back what it has written in %s", (locale) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (cents) => {
        expect(parseCents(formatCents(cents, "USD", locale).replace("USD", ""))).toBe(cents);
      }),
    );
  });
});

it.each([
  ["-12.50", -1250],
  ["− 12,50", -1250],
  ["12.50", 1250],
  ["--1", undefined],
  ["-", undefined],
])("parseSignedCents reads %s", (text, cents) => expect(parseSignedCents(text)).toBe(cents));

it.each([
  [0, "en-US", "$0"],
  [125_000, "en-US", "$1.25K"],
  [1_200_000, "es-MX", "$12 k"],
  [123_456_789, "es-US", "$1.23 M"],
])("formatCompactCents writes %i in %s", (cents, locale, text) =>
  expect(formatCompactCents(cents, "USD", locale).replaceAll("\u00a0", " ")).toBe(text),
);
