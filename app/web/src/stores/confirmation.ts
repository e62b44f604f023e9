import { defineStore } from "pinia";
import { shallowRef } from "vue";

interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  /** What the button says that leaves everything as it is; “Cancel”, where nothing else is said. */
  readonly keep?: string;
}

/** Asks before what cannot be undone. What can be (a deletion) is done at once, with an undo. */
export const useConfirmation = defineStore("confirmation", () => {
  const question = shallowRef<Question>();
  let settle: (isConfirmed: boolean) => void = () => {};

  /** @returns whether the person wants it */
  function confirm(asked: Question): Promise<boolean> {
    settle(false);
    question.value = asked;
    return new Promise((resolve) => {
      settle = resolve;
    });
  }
  function answer(isConfirmed: boolean): void {
    question.value = undefined;
    settle(isConfirmed);
  }
  return { question, confirm, answer };
});
