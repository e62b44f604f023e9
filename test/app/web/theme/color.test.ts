import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, textOn } from "../../../../app/web/src/theme/color.ts";
import { paletteOf } from "../../../../app/web/src/theme/palette.ts";

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
/** WCAG 2.2, 1.4.3, level AA. */
const READABLE = 4.5;

describe("textOn", () => {
  it.each([
    ["#ffffff", "#000000"],
    ["#000000", "#ffffff"],
    ["#ffcc00", "#000000"],
    ["#0b3d91", "#ffffff"],
  ])("on %s writes in %s", (brand, text) => expect(textOn(brand)).toBe(text));
  it("is always readable", () => {
    fc.assert(
      fc.property(color, (brand) => {
        expect(contrast(brand, textOn(brand))).toBeGreaterThanOrEqual(READABLE);
      }),
    );
  });
});

describe.each(["light", "dark"] as const)("the %s palette", (mode) => {
  const TEXTS = ["primary", "secondary", "success", "warning", "error", "info"] as const;
  it("can be read on page and surface, whatever the tenant's colour is", () => {
    fc.assert(
      fc.property(color, (brand) => {
        const palette = paletteOf(brand, mode);
        for (const background of [palette.background, palette.surface]) {
          for (const text of TEXTS)
            expect(contrast(palette[text], background)).toBeGreaterThanOrEqual(READABLE);
        }
        expect(contrast(palette.primary, palette["on-primary"])).toBeGreaterThanOrEqual(READABLE);
        expect(contrast(palette.brand, palette["on-brand"])).toBeGreaterThanOrEqual(READABLE);
      }),
    );
  });
  it("leaves a colour alone that can be read as it is", () => {
    const brand = mode === "light" ? "#0b3d91" : "#9ec5ff";
    expect(paletteOf(brand, mode).primary).toBe(brand);
  });
});
