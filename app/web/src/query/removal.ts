import { useCommonTexts } from "../texts/use-texts.ts";
import { useAction } from "./action.ts";
import { type Restorable, useRestoring } from "./restoring.ts";

export interface Removable<Row> extends Restorable<Row> {
  remove(row: Row): Promise<unknown>;
}

/**
 * Deletes at once, and offers the way back.
 *
 * @param affects names of further resources that are read again
 * @param removed what is told, such as “Roof” was deleted
 */
export function useRemoval<Row extends { readonly id: string }>(
  resource: Removable<Row>,
  affects: readonly string[],
  removed: (row: Row) => string,
) {
  const texts = useCommonTexts();
  const { run: restore } = useRestoring(resource, affects);
  return useAction({
    send: (row: Row) => resource.remove(row),
    expect: ({ id }) => ({ resource: resource.name, id, change: () => undefined }),
    affects: [resource.name, ...affects],
    done: (_answer, row) => ({
      text: removed(row),
      action: { text: texts.value.undo, run: () => restore(row) },
    }),
  });
}
