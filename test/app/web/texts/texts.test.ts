import { globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formattingLocale, pickLanguage } from "../../../../app/web/src/texts/pick-language.ts";

describe("pickLanguage", () => {
  it.each([
    [["en-GB", "es"], "en"],
    [["fr-FR", "es-MX", "en"], "es"],
    [["de"], "es"],
    [[], "es"],
    [["este"], "es"],
    [["EN"], "en"],
  ])("%j", (wanted, tag) => expect(pickLanguage(wanted)).toBe(tag));
  it.each([
    ["es", "es-MX", "es-MX"],
    ["en", "es-MX", "en"],
    ["en", "en-US", "en-US"],
    ["en", "english!", "en"],
    ["es", undefined, "es"],
  ] as const)("in %s at a tenant of %s, numbers are written as in %s", (tag, tenant, locale) =>
    expect(formattingLocale(tag, tenant)).toBe(locale),
  );
});

const folder = fileURLToPath(new URL("../../../../app/web/src", import.meta.url));
/** Every pair of files of texts: `<name>.en.ts` and `<name>.es.ts`. */
const names = globSync("**/*.en.ts", { cwd: folder });

const textsOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.values(value).flatMap(textsOf)
    : [String(typeof value === "function" ? value("x", "y") : value)];

describe("texts", () => {
  it("are there", () => expect(names.length).toBeGreaterThan(2));
  it.each(names)("%s has every text in Spanish as well, none of them empty", async (name) => {
    const path = join(folder, name);
    const en = textsOf((await import(path)).en);
    const es = textsOf((await import(path.replace(".en.ts", ".es.ts"))).es);
    expect(es.length).toBe(en.length);
    for (const text of [...en, ...es]) expect(text.trim()).not.toBe("");
  });
});
