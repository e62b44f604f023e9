import { useQuery } from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, reactive, toValue } from "vue";
import { toFailure } from "../api/http.ts";
import { keysOf } from "./keys.ts";

interface Readable<Row> {
  readonly name: string;
  read(id: string, signal?: AbortSignal): Promise<Row>;
}

/**
 * One row of a resource.
 *
 * @param again in how many milliseconds it is read again, where it is about to change by itself
 */
export function useDetail<Row>(
  resource: Readable<Row>,
  id: MaybeRefOrGetter<string>,
  again: (row: Row) => number | false = () => false,
) {
  const found = useQuery({
    queryKey: computed(() => keysOf(resource.name).detail(toValue(id))),
    queryFn: ({ signal }) => resource.read(toValue(id), signal),
    refetchInterval: ({ state }) => (state.data === undefined ? false : again(state.data)),
  });
  /** Why there is nothing to show. What was read before is worth showing until it is known to be gone. */
  const failure = computed(() => {
    if (found.error.value === null) return undefined;
    const given = toFailure(found.error.value);
    return found.data.value === undefined || given.reason === "missing" ? given : undefined;
  });
  return reactive({
    row: computed<Row | undefined>(() => found.data.value),
    failure,
    retry: () => void found.refetch(),
  });
}
