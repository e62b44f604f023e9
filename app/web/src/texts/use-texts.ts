import { type ComputedRef, computed } from "vue";
import { useLanguage } from "../stores/language.ts";
import { en } from "./common.en.ts";
import { es } from "./common.es.ts";
import type { Language } from "./pick-language.ts";

/** @returns the texts in the language of the moment */
export function useTexts<Texts>(texts: Readonly<Record<Language, Texts>>): ComputedRef<Texts> {
  const language = useLanguage();
  return computed(() => texts[language.tag]);
}

/** The texts that do not belong to one area. */
export const useCommonTexts = () => useTexts({ en, es });
