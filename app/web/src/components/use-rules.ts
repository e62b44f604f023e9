import { parseNumber } from "../format/number.ts";
import { useCommonTexts } from "../texts/use-texts.ts";

/** What a field may hold: each rule answers true, or what is wrong. Empty fields are for `required` to judge. */
export function useRules() {
  const texts = useCommonTexts();
  return {
    required: (value: unknown) => (value != null && String(value).trim() !== "") || texts.value.required,
    number: (value: string) => !Number.isNaN(parseNumber(value)) || texts.value.numberInvalid,
    email: (value: string) =>
      !value || /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(value.trim()) || texts.value.emailInvalid,
  };
}
