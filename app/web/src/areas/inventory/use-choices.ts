import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { Supplier, Warehouse } from "../../../../shared/inventory.ts";
import type { Page } from "../../../../shared/paging.ts";
import type { QueryValues } from "../../api/query-string.ts";
import { keysOf } from "../../query/keys.ts";
import { suppliers, warehouses } from "./inventory.ts";

interface Choosable<Row> {
  readonly name: string;
  list(query: QueryValues, cursor: string | null, signal?: AbortSignal): Promise<Page<Row>>;
}

/** The first hundred by name: what a field offers to choose from. */
function useChoices<Row>(resource: Choosable<Row>) {
  const query = { limit: 100, sort: "name" };
  const found = useQuery({
    queryKey: [...keysOf(resource.name).all, "choices"],
    queryFn: ({ signal }) => resource.list(query, null, signal),
  });
  return computed<readonly Row[]>(() => found.data.value?.items ?? []);
}

export const useWarehouses = () => useChoices<Warehouse>(warehouses);
export const useSuppliers = () => useChoices<Supplier>(suppliers);
