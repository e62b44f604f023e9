import { nextTick, watchEffect } from "vue";
import { START_LOCATION, useRoute, useRouter } from "vue-router";
import { useSession } from "../stores/session.ts";
import { useCommonTexts } from "../texts/use-texts.ts";

/**
 * Names the page in the browser's title, and gives the focus to the content of a new one: to a screen reader that is what
 * loading a page would be.
 *
 * @param contentId of the element that gets the focus
 */
export function usePageChange(contentId: string): void {
  const route = useRoute();
  const session = useSession();
  const texts = useCommonTexts();

  watchEffect(() => {
    const { place } = route.meta;
    const parts = [
      place === undefined ? undefined : texts.value.places[place],
      session.tenant?.name ?? "ChalanPro",
    ];
    document.title = parts.filter(Boolean).join(" · ");
  });
  useRouter().afterEach(async (to, from) => {
    // The first page has the focus where the browser puts it; another query is the same page.
    if (from === START_LOCATION || to.path === from.path) return;
    await nextTick();
    document.getElementById(contentId)?.focus({ preventScroll: true });
  });
}
