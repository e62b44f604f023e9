import { computed } from "vue";
import { useLanguage } from "../stores/language.ts";
import { en } from "./texts/en.ts";
import { es } from "./texts/es.ts";

export const messages = computed(() => ({ en, es })[useLanguage().tag]);
export const locale = computed(() => useLanguage().locale);
