import { computed, ref } from "vue";
import { formattingLocale, type Language, pickLanguage } from "./messages.ts";
import { tenant } from "./session.ts";

const KEY = "language";
/** What the person has chosen here before. Browsers may forbid to remember it. */
function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const chosen = ref(recall());
const picked = computed(() =>
  pickLanguage([chosen.value ?? "", ...navigator.languages, tenant.value?.locale ?? "es"]),
);

/** The texts, in the language of the moment. */
export const messages = computed(() => picked.value.messages);
export const language = computed(() => picked.value.tag);
/** How numbers and days are written. */
export const locale = computed(() => formattingLocale(picked.value.tag, tenant.value?.locale));

export function chooseLanguage(tag: Language): void {
  chosen.value = tag;
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // It lasts as long as the page, then.
  }
}
