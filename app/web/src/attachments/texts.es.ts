import type { AttachmentTexts } from "./texts.en.ts";

export const es: AttachmentTexts = {
  title: "Archivos",
  add: "Añadir archivos",
  none: "Aún no hay archivos.",
  added: (name) => `Se añadió «${name}».`,
  removed: (name) => `Se eliminó «${name}».`,
  preview: (name) => `Vista previa de «${name}»`,
  remove: (name) => `Eliminar «${name}»`,
  kinds: "PDF, imágenes, Word y Excel, hasta 10 MB cada uno.",
};
