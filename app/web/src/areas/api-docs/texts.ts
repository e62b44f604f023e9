import { useTexts } from "../../texts/use-texts.ts";
import { en } from "./texts.en.ts";
import { es } from "./texts.es.ts";

export const useApiDocsTexts = () => useTexts({ en, es });
