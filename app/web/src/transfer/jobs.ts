import type { Job } from "../../../shared/jobs-api.ts";
import type { Format, SheetName } from "../../../shared/sheets.ts";
import { request } from "../api/http.ts";

/** Exports and imports, which the worker makes. All of it throws ApiFailure. */
export const jobs = {
  name: "jobs",
  /** The newest fifty of the tenant. */
  read: (_all: string, signal?: AbortSignal) =>
    request<{ readonly items: Job[] }>("GET", "/jobs", signal && { signal }),
  find: (id: string) => request<Job>("GET", `/jobs/${id}`),
  /** @param key the same for every try to ask for this one */
  askForExport: (sheet: SheetName, format: Format, key: string) =>
    request<Job>("POST", `/export-jobs/${sheet}`, { body: { format }, key }),
  /**
   * @param isTrial only checks the file
   * @param key the same for every try with this file
   */
  askForImport: (sheet: SheetName, file: File, isTrial: boolean, key: string) =>
    request<Job>("POST", `/import-jobs/${sheet}?dryRun=${isTrial}`, {
      body: new Blob([file], { type: "text/csv" }),
      key,
    }),
};

/** Where the browser gets the file that an export has made. */
export const fileOf = ({ id }: Job): string => `/api/jobs/${id}/file`;
