import { computed } from "vue";
import type { Settings } from "../../../shared/settings.ts";
import { request } from "../api/http.ts";
import { useDetail } from "./detail.ts";

const settings = {
  name: "settings",
  read: (_id: string, signal?: AbortSignal) => request<Settings>("GET", "/settings", signal && { signal }),
};

/** What the business has settled: its currency, categories, units. Read once, and kept like everything else. */
export function useSettings() {
  const found = useDetail(settings, "own");
  return {
    settings: computed(() => found.row),
    /** Of new amounts. */
    currency: computed(() => found.row?.currency ?? "USD"),
  };
}
