import type { QueryValues } from "../api/query-string.ts";

/**
 * The keys of all queries: what is read (a resource's name) comes first, so that a change of the resource makes all of
 * them stale with one prefix.
 *
 * @param name of the resource, such as `contracts`
 */
export const keysOf = (name: string) => ({
  all: [name] as const,
  list: (query: QueryValues) => [name, "list", query] as const,
  /** @param part what hangs on the row, such as `attachments` */
  detail: (id: string, ...part: readonly string[]) => [name, "detail", id, ...part] as const,
});
