import { onUnmounted } from "vue";
import { useRouter } from "vue-router";
import { useConfirmation } from "../stores/confirmation.ts";
import { useCommonTexts } from "../texts/use-texts.ts";

/**
 * Throws nothing away without a question that somebody has written: neither when the form is closed, nor when another
 * page is gone to, nor when the browser leaves the site.
 *
 * @param isDirty whether something has been written that is not saved
 * @param close takes the form away, where it is not a part of its page
 * @returns closes the form, after asking if need be
 */
export function useLeaving(isDirty: () => boolean, close = () => {}): () => Promise<void> {
  const confirmation = useConfirmation();
  const texts = useCommonTexts();

  const mayLeave = async () => !isDirty() || (await confirmation.confirm(texts.value.discard));

  const forget = useRouter().beforeEach(async (to, from) => {
    // Another query is the same page.
    if (to.path === from.path) return true;
    if (!(await mayLeave())) return false;
    close();
    return true;
  });
  function onUnload(event: BeforeUnloadEvent): void {
    // The browser asks in words of its own.
    if (isDirty()) event.preventDefault();
  }
  addEventListener("beforeunload", onUnload);
  onUnmounted(() => {
    forget();
    removeEventListener("beforeunload", onUnload);
  });

  return async () => {
    if (await mayLeave()) close();
  };
}
