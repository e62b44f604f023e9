import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";
import { fromAddress, toAddress } from "./address.ts";

/**
 * What a list is asked for, kept in the page's address: it survives a reload and the way back, and can be sent to others.
 *
 * @param defaults every name with its value when the address does not say it
 */
export function useListQuery<Query extends Readonly<Record<string, string>>>(defaults: Query) {
  const route = useRoute();
  const router = useRouter();
  const query = computed(() => fromAddress(route.query, defaults));
  function set(changes: Partial<Query>): void {
    void router.replace({ query: toAddress({ ...query.value, ...changes }, defaults) });
  }
  return { query, set };
}
