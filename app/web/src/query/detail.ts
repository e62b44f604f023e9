import { useQuery } from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, reactive, toValue } from "vue";
import { toFailure } from "../api/http.ts";
import { keysOf } from "./keys.ts";

interface Readable<Row> {
  readonly name: string;
  read(id: string, signal?: AbortSignal): Promise<Row>;
}

/** One row of a resource. */
export function useDetail<Row>(resource: Readable<Row>, id: MaybeRefOrGetter<string>) {
  const found = useQuery({
    queryKey: computed(() => keysOf(resource.name).detail(toValue(id))),
    queryFn: ({ signal }) => resource.read(toValue(id), signal),
  });
  return reactive({
    row: computed<Row | undefined>(() => found.data.value),
    failure: computed(() => (found.error.value === null ? undefined : toFailure(found.error.value))),
    retry: () => void found.refetch(),
  });
}
