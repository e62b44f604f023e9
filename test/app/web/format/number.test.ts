import { expect, it } from "vitest";
import { parseNumber } from "../../../../app/web/src/format/number.ts";

it.each([
  ["2", 2],
  [" 2,5 ", 2.5],
  ["-0.125", -0.125],
  ["", Number.NaN],
  ["two", Number.NaN],
  ["1,000.5", Number.NaN],
])("parseNumber reads %j", (text, number) => expect(parseNumber(text)).toBe(number));
