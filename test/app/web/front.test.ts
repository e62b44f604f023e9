import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { luminance, textOn } from "../../../app/web/src/color.ts";
import { formattingLocale, pickLanguage } from "../../../app/web/src/messages.ts";
import { formatCents, parseCents } from "../../../app/web/src/money.ts";

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

describe("textOn", () => {
  it.each([
    ["#ffffff", "#000000"],
    ["#000000", "#ffffff"],
    ["#ffcc00", "#000000"],
    ["#0b3d91", "#ffffff"],
  ])("on %s writes in %s", (color, text) => expect(textOn(color)).toBe(text));
  it("is always readable (WCAG: at least 4.5 to 1)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const color = `#${value.toString(16).padStart(6, "0")}`;
        const [dark = 0, light = 0] = [luminance(color), luminance(textOn(color))].sort((a, b) => a - b);
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});

describe("pickLanguage", () => {
  it.each([
    [["en-GB", "es"], "en"],
    [["fr-FR", "es-MX", "en"], "es"],
    [["de"], "es"],
    [[], "es"],
    [["este"], "es"],
    [["EN"], "en"],
  ])("%j", (wanted, tag) => expect(pickLanguage(wanted).tag).toBe(tag));
  it.each([
    ["es", "es-MX", "es-MX"],
    ["en", "es-MX", "en"],
    ["en", "en-US", "en-US"],
    ["en", "english!", "en"],
    ["es", undefined, "es"],
  ] as const)("in %s at a tenant of %s, numbers are written as in %s", (tag, tenant, locale) =>
    expect(formattingLocale(tag, tenant)).toBe(locale),
  );
  it("has every text in both languages, none of them empty", () => {
    const texts = (value: object): string[] =>
      Object.values(value).flatMap((entry) =>
        typeof entry === "object" ? texts(entry) : [typeof entry === "function" ? entry("x") : entry],
      );
    const [en, es] = [texts(pickLanguage(["en"]).messages), texts(pickLanguage(["es"]).messages)];
    expect(en.length).toBe(es.length);
    for (const text of [...en, ...es]) expect(text.trim().length).toBeGreaterThan(2);
  });
});
