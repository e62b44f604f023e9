import { defineStore } from "pinia";
import { shallowRef } from "vue";

export interface Notice {
  readonly text: string;
  readonly tone: "done" | "failed";
  /** What can be done about it, such as to undo it. */
  readonly action?: { readonly text: string; readonly run: () => void };
}

/** What has just happened, told one after the other at the bottom of the page. */
export const useNotices = defineStore("notices", () => {
  const queue = shallowRef<readonly Notice[]>([]);
  function show(notice: Notice): void {
    queue.value = [...queue.value, notice];
  }
  function dismiss(): void {
    queue.value = queue.value.slice(1);
  }
  return { queue, show, dismiss };
});
