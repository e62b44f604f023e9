import { useCommonTexts } from "../texts/use-texts.ts";
import { useAction } from "./action.ts";

export interface Removable {
  readonly name: string;
  remove(id: string): Promise<unknown>;
  restore(id: string): Promise<unknown>;
}

/**
 * Deletes at once, and offers the way back.
 *
 * @param affects names of further resources that are read again
 * @param removed what is told, such as “Roof” was deleted
 */
export function useRemoval<Row extends { readonly id: string }>(
  resource: Removable,
  affects: readonly string[],
  removed: (row: Row) => string,
) {
  const texts = useCommonTexts();
  const all = [resource.name, ...affects];
  const { run: restore } = useAction({
    send: (row: Row) => resource.restore(row.id),
    affects: all,
    done: () => ({ text: texts.value.restored }),
  });
  return useAction({
    send: (row: Row) => resource.remove(row.id),
    expect: ({ id }) => ({ resource: resource.name, id, change: () => undefined }),
    affects: all,
    done: (_answer, row) => ({
      text: removed(row),
      action: { text: texts.value.undo, run: () => restore(row) },
    }),
  });
}
