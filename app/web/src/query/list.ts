import { keepPreviousData, useInfiniteQuery } from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, reactive, toValue } from "vue";
import type { Page } from "../../../shared/paging.ts";
import { toFailure } from "../api/http.ts";
import type { QueryValues } from "../api/query-string.ts";
import { keysOf } from "./keys.ts";

export interface Listable<Row> {
  readonly name: string;
  list(query: QueryValues, cursor: string | null, signal?: AbortSignal): Promise<Page<Row>>;
}

/**
 * A list that is read page by page, as far as the person wants to see.
 *
 * @param query sort, direction, search and filters; another query is another list
 */
export function useList<Row>(resource: Listable<Row>, query: MaybeRefOrGetter<QueryValues>) {
  const found = useInfiniteQuery({
    queryKey: computed(() => keysOf(resource.name).list(toValue(query))),
    queryFn: ({ pageParam, signal }) => resource.list(toValue(query), pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
  return reactive({
    rows: computed<readonly Row[]>(() => found.data.value?.pages.flatMap(({ items }) => items) ?? []),
    failure: computed(() => (found.error.value === null ? undefined : toFailure(found.error.value))),
    /** Nothing is known yet. */
    isLoading: found.isPending,
    /** What is shown is about to be replaced, or to become more. */
    isFetching: found.isFetching,
    hasMore: found.hasNextPage,
    more: () => void found.fetchNextPage(),
    retry: () => void found.refetch(),
  });
}

export type List<Row> = ReturnType<typeof useList<Row>>;
