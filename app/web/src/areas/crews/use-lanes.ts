import { computed } from "vue";
import { useList } from "../../query/list.ts";
import { useSession } from "../../stores/session.ts";
import { crews } from "./crews.ts";

/** As many crews as the API lists at once. */
const LIMIT = "100";

/**
 * Everybody whose work can be planned: the crews, and who is in none.
 *
 * @param withoutCrew what the lane of those is called
 */
export function useLanes(withoutCrew: () => string) {
  // Without the module, or for a role that may not see the crews, the API has none.
  const found = useSession().places.includes("crews")
    ? useList(crews, { sort: "name", direction: "asc", limit: LIMIT })
    : undefined;
  const lanes = computed(() => [
    ...(found?.rows ?? []).map(({ id, name, color }) => ({ id, name, color })),
    { id: null, name: withoutCrew(), color: null },
  ]);
  /** Not all lanes are known yet. */
  const isLoading = computed(() => found?.isLoading === true);
  return { lanes, isLoading };
}
