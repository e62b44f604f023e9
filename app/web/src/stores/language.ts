import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { formattingLocale, type Language, pickLanguage } from "../texts/pick-language.ts";
import { useSession } from "./session.ts";

const KEY = "language";
/** What the person has chosen here before. Browsers may forbid to remember it. */
function recall(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** The language of the page, and how numbers and days are written in it. */
export const useLanguage = defineStore("language", () => {
  const session = useSession();
  const chosen = ref(recall());
  const tag = computed(() =>
    pickLanguage([chosen.value, ...navigator.languages, session.tenant?.locale ?? ""]),
  );
  const locale = computed(() => formattingLocale(tag.value, session.tenant?.locale));

  function choose(language: Language): void {
    chosen.value = language;
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // It lasts as long as the page, then.
    }
  }

  return { tag, locale, choose };
});
