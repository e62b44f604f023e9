import { defineStore } from "pinia";
import { computed, ref } from "vue";

/** Whether the server can be reached, by what the browser knows and by what became of the last request. */
export const useConnection = defineStore("connection", () => {
  const isBrowserOnline = ref(navigator.onLine);
  const isServerReached = ref(true);
  addEventListener("online", () => {
    isBrowserOnline.value = true;
    // The next request shows whether it is so.
    isServerReached.value = true;
  });
  addEventListener("offline", () => {
    isBrowserOnline.value = false;
  });
  const isOffline = computed(() => !isBrowserOnline.value || !isServerReached.value);
  function reached(value: boolean): void {
    isServerReached.value = value;
  }
  return { isOffline, reached };
});
