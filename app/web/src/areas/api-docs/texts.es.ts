import type { ApiDocsTexts } from "./texts.en.ts";

export const es: ApiDocsTexts = {
  title: "La API",
  text: "Todo lo que hacen estas páginas lo pueden hacer también los programas. La descripción está en inglés.",
  file: "Lo mismo en un archivo (OpenAPI 3.1, JSON)",
  parameters: "Parámetros",
  body: "Cuerpo",
  answer: (status) => `Respuesta ${status}`,
  name: "Nombre",
  type: "Tipo",
  rules: "Reglas",
  required: "obligatorio",
};
