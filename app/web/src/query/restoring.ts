import { useCommonTexts } from "../texts/use-texts.ts";
import { useAction } from "./action.ts";

export interface Restorable<Row> {
  readonly name: string;
  restore(row: Row): Promise<unknown>;
}

/**
 * Brings back what was deleted.
 *
 * @param affects names of further resources that are read again
 */
export function useRestoring<Row extends { readonly id: string }>(
  resource: Restorable<Row>,
  affects: readonly string[],
) {
  const texts = useCommonTexts();
  return useAction({
    send: (row: Row) => resource.restore(row),
    // It leaves the list of what has been deleted.
    expect: ({ id }) => ({ resource: resource.name, id, change: () => undefined }),
    affects: [resource.name, ...affects],
    done: () => ({ text: texts.value.restored }),
  });
}
