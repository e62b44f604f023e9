import { expect, it } from "vitest";
import type { Branding } from "../../../../../app/shared/branding.ts";
import { toFields, toInput } from "../../../../../app/web/src/areas/settings/branding-form.ts";

const defaults = {
  name: "Acme",
  locale: "es-MX",
  timeZone: "America/Hermosillo",
  themeColor: "#112233",
  logo: null,
};
const untouched: Branding = {
  name: null,
  locale: null,
  timeZone: null,
  themeColor: null,
  logo: null,
  defaults,
  version: 4,
  updatedAt: "2026-11-20T00:00:00.000Z",
};
const nothing = { name: null, locale: null, timeZone: null, themeColor: null, version: 4 };

it("what nobody has chosen stays the operator's", () => {
  expect(toFields(untouched).color).toBe(defaults.themeColor);
  expect(toInput(toFields(untouched), untouched)).toEqual(nothing);
});

it("what the owner has chosen comes back as it was, and can be given up", () => {
  const chosen = { ...untouched, name: "Acme Norte", themeColor: "#445566" };
  expect(toInput(toFields(chosen), chosen)).toEqual({
    ...nothing,
    name: "Acme Norte",
    themeColor: "#445566",
  });
  expect(toInput({ ...toFields(chosen), name: " ", hasColor: false }, chosen)).toEqual(nothing);
});
