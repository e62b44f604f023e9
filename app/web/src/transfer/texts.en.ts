import type { Format } from "../../../shared/sheets.ts";

export const en = {
  export: "Export",
  exportText: "The whole list as a file. It is made in the background, and can be fetched here for a day.",
  formats: { csv: "CSV", xlsx: "Excel (XLSX)" } satisfies Record<Format, string>,
  files: "Files of the last 24 hours",
  noFiles: "There is no file yet.",
  preparing: "Being prepared…",
  waiting: (count: number) =>
    count === 1 ? "1 file is being prepared." : `${count} files are being prepared.`,
  allReady: "Nothing is being prepared.",
  ready: (format: string) => `The file is ready: ${format}.`,
  givenUp: "It could not be made.",
  import: "Import",
  csvFile: "CSV file, with the names of the columns in its first line",
  checking: "The file is being checked…",
  importing: "The rows are being imported…",
  imported: (count: number) => (count === 1 ? "1 row was imported." : `${count} rows were imported.`),
  checked: (rows: number, bad: number) =>
    bad === 0
      ? `${rows} rows, all of them right.`
      : `${rows} rows, ${bad} of them wrong: nothing can be imported.`,
  badLines: "What is wrong, line by line",
  line: "Line",
  column: "Column",
  problem: "Problem",
};

/** Every language has exactly these. */
export type TransferTexts = typeof en;
