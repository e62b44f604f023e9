import { ref, type ShallowRef, shallowRef } from "vue";
import { type ApiFailure, toFailure } from "./http.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * A list that is read page by page. Answers that come after a newer question are thrown away.
 *
 * @param read asks for the page behind the cursor (null: the first one)
 */
export function useList<Item extends { readonly id: string | number }>(
  read: (cursor: string | null) => Promise<Page<Item>>,
) {
  const items: ShallowRef<readonly Item[]> = shallowRef([]);
  const cursor = ref<string | null>(null);
  const loading = ref(false);
  const failure = shallowRef<ApiFailure>();
  let question = 0;

  async function load(from: string | null): Promise<void> {
    question += 1;
    const mine = question;
    loading.value = true;
    failure.value = undefined;
    try {
      const page = await read(from);
      if (mine !== question) return;
      items.value = from === null ? page.items : [...items.value, ...page.items];
      cursor.value = page.nextCursor;
    } catch (error) {
      if (mine === question) failure.value = toFailure(error);
    } finally {
      if (mine === question) loading.value = false;
    }
  }

  return {
    items,
    cursor,
    loading,
    failure,
    reload: () => load(null),
    more: () => load(cursor.value),
    /** Puts one in the place of its older self, or first. */
    put(item: Item): void {
      const known = items.value.some(({ id }) => id === item.id);
      items.value = known
        ? items.value.map((other) => (other.id === item.id ? item : other))
        : [item, ...items.value];
    },
    take(id: Item["id"]): void {
      items.value = items.value.filter((item) => item.id !== id);
    },
  };
}

export type List = Pick<ReturnType<typeof useList>, "items" | "cursor" | "loading" | "failure">;
