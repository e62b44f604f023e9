import type { Page } from "../../../shared/paging.ts";
import { request } from "./http.ts";
import { type QueryValues, toQuery } from "./query-string.ts";

/** What every row has that can be changed. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/**
 * The requests that the API has for every kind of row (routes/resource.ts). All of them throw ApiFailure.
 *
 * @param name its path without the slash, such as `contracts`; the name of its queries as well
 */
export function resource<Row extends Versioned, Input extends object, Detail extends Versioned = Row>(
  name: string,
) {
  const path = `/${name}`;
  const update = (id: string, version: number, input: Input) =>
    request<Detail>("PUT", `${path}/${id}`, { body: { ...input, version } });
  return {
    name,
    /** @param cursor null for the first page */
    list: (query: QueryValues, cursor: string | null, signal?: AbortSignal) =>
      request<Page<Row>>("GET", path + toQuery({ ...query, cursor }), signal && { signal }),
    read: (id: string, signal?: AbortSignal) => request<Detail>("GET", `${path}/${id}`, signal && { signal }),
    /**
     * @param before the row that is replaced; undefined: a new one
     * @param key the same for every try to create this one
     */
    save: (input: Input, before: Versioned | undefined, key: string) =>
      before === undefined
        ? request<Detail>("POST", path, { body: input, key })
        : update(before.id, before.version, input),
    remove: ({ id }: Row) => request<undefined>("DELETE", `${path}/${id}`),
    /** The way back from `remove`. */
    restore: ({ id }: Row) => request<Detail>("POST", `${path}/${id}/restore`),
  };
}
