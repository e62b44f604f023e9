import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import type { Month, Transaction, TransactionInput } from "../../../../shared/transactions.ts";
import { request } from "../../api/http.ts";
import { toQuery } from "../../api/query-string.ts";
import { resource } from "../../api/resource.ts";
import { keysOf } from "../../query/keys.ts";

export const transactions = resource<Transaction, TransactionInput>("transactions");

/** What else shows money: it is read again when a transaction changes. */
export const AFFECTED = ["transactions", "dashboard"] as const;

/** Every month of a year that has money in it. */
export function useMonths(year: Ref<number>) {
  return useQuery({
    queryKey: computed(() => keysOf(transactions.name).list({ summary: year.value })),
    queryFn: ({ signal }) =>
      request<{ items: Month[] }>("GET", `/transactions/summary${toQuery({ year: year.value })}`, { signal }),
  });
}
