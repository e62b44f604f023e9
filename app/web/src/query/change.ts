import { type QueryKey, useMutation, useQueryClient } from "@tanstack/vue-query";
import { type ApiFailure, toFailure } from "../api/http.ts";
import type { Versioned } from "../api/resource.ts";
import { changeCached, type RowChange } from "./cached.ts";
import { keysOf } from "./keys.ts";

/** The row that is shown as if the server had agreed already. */
export interface Expectation {
  /** Name of its resource. */
  readonly resource: string;
  readonly id: string;
  readonly change: RowChange;
}

export interface Change<Variables, Answer> {
  /** @throws ApiFailure */
  send(variables: Variables): Promise<Answer>;
  /** What the server is expected to make of it; taken back when it does not. */
  expect?(variables: Variables): Expectation;
  /** Names of the resources that are read again afterwards. */
  readonly affects: readonly string[];
  /** Is called even when the component that wanted the change is gone by then; so is `failed`. */
  done?(answer: Answer, variables: Variables): void;
  failed?(failure: ApiFailure, variables: Variables): void;
}

/** What the queries held before, to go back to. */
type Snapshot = readonly (readonly [QueryKey, unknown])[];

const isVersioned = (value: unknown): value is Versioned =>
  typeof value === "object" && value !== null && "id" in value && "version" in value;

/**
 * The one way to change something on the server: shows the expected result at once, takes it back on a failure, shows
 * the current row on a conflict, and reads again what the change affects.
 */
export function useChange<Variables, Answer>(wanted: Change<Variables, Answer>) {
  const { send, expect, affects, done, failed } = wanted;
  const client = useQueryClient();

  async function show({ resource, id, change }: Expectation): Promise<Snapshot> {
    const queryKey = keysOf(resource).all;
    // An answer that is under way knows nothing of the change yet.
    await client.cancelQueries({ queryKey });
    const before = client.getQueriesData({ queryKey });
    client.setQueriesData({ queryKey }, (data: unknown) => changeCached(data, id, change));
    return before;
  }

  return useMutation<Answer, ApiFailure, Variables, Snapshot>({
    mutationFn: async (variables) => {
      try {
        return await send(variables);
      } catch (error) {
        throw toFailure(error);
      }
    },
    onMutate: (variables) => (expect === undefined ? [] : show(expect(variables))),
    onSuccess: (answer, variables) => done?.(answer, variables),
    onError: (failure, variables, before = []) => {
      for (const [key, data] of before) client.setQueryData(key, data);
      failed?.(failure, variables);
      const { reason, problem } = failure;
      const current = problem?.current;
      if (reason !== "conflict" || expect === undefined || !isVersioned(current)) return;
      const { resource, id } = expect(variables);
      client.setQueriesData({ queryKey: keysOf(resource).all }, (data: unknown) =>
        changeCached(data, id, (row) => ({ ...row, ...current })),
      );
    },
    onSettled: async () => {
      await Promise.all(affects.map((name) => client.invalidateQueries({ queryKey: keysOf(name).all })));
    },
  });
}
