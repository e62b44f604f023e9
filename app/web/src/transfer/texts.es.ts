import type { TransferTexts } from "./texts.en.ts";

export const es: TransferTexts = {
  export: "Exportar",
  exportText:
    "La lista entera en un archivo. Se prepara en segundo plano y se puede descargar aquí durante un día.",
  formats: { csv: "CSV", xlsx: "Excel (XLSX)" },
  files: "Archivos de las últimas 24 horas",
  noFiles: "Aún no hay archivos.",
  preparing: "En preparación…",
  waiting: (count) =>
    count === 1 ? "Se está preparando 1 archivo." : `Se están preparando ${count} archivos.`,
  allReady: "No hay nada en preparación.",
  ready: (format) => `El archivo está listo: ${format}.`,
  givenUp: "No se pudo preparar.",
  import: "Importar",
  csvFile: "Archivo CSV, con los nombres de las columnas en la primera línea",
  checking: "Se está revisando el archivo…",
  importing: "Se están importando las filas…",
  imported: (count) => (count === 1 ? "Se importó 1 fila." : `Se importaron ${count} filas.`),
  checked: (rows, bad) =>
    bad === 0
      ? `${rows} filas, todas correctas.`
      : `${rows} filas, ${bad} con errores: no se puede importar nada.`,
  badLines: "Qué está mal, línea por línea",
  line: "Línea",
  column: "Columna",
  problem: "Problema",
};
