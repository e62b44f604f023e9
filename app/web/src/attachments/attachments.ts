import type { Attachment } from "../../../shared/attachments.ts";
import { request } from "../api/http.ts";
import { toQuery } from "../api/query-string.ts";

/** What files can belong to; the API's path of it. */
export type Holder = "contracts" | "transactions";

/** The files of one contract or transaction. All of it throws ApiFailure. */
export const attachmentsOf = (holder: Holder, holderId: string) => ({
  name: "attachments",
  /** @param path of a list: `present` or `deleted` */
  read: (path: string, signal?: AbortSignal) =>
    request<{ readonly items: Attachment[] }>("GET", path, signal && { signal }),
  present: `/${holder}/${holderId}/attachments`,
  deleted: `/${holder}/${holderId}/attachments${toQuery({ deleted: "true" })}`,
  /** @param key the same for every try to send this one file */
  add: (file: File, key: string) =>
    request<Attachment>("POST", `/${holder}/${holderId}/attachments${toQuery({ name: file.name })}`, {
      body: file,
      key,
    }),
  remove: ({ id }: Attachment) => request<undefined>("DELETE", `/attachments/${id}`),
  restore: ({ id }: Attachment) => request<Attachment>("POST", `/attachments/${id}/restore`),
});

/** Where the browser gets the file itself. */
export const contentOf = ({ id }: Attachment): string => `/api/attachments/${id}/content`;

/** Where the browser gets what the worker has made of an image. */
export const thumbnailOf = ({ id }: Attachment): string => `/api/attachments/${id}/thumbnail`;
