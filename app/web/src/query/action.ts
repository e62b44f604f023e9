import type { ApiFailure } from "../api/http.ts";
import { type Notice, useNotices } from "../stores/notices.ts";
import { failureText } from "../texts/failure-text.ts";
import { useCommonTexts } from "../texts/use-texts.ts";
import { type Change, useChange } from "./change.ts";

interface Action<Variables, Answer> extends Omit<Change<Variables, Answer>, "done" | "failed"> {
  /** What is told when it is done. */
  done(answer: Answer, variables: Variables): Pick<Notice, "text" | "action">;
}

/** A change outside of a form, such as by a button: how it went is told as a notice. */
export function useAction<Variables, Answer>(action: Action<Variables, Answer>) {
  const notices = useNotices();
  const texts = useCommonTexts();

  const textOf = (failure: ApiFailure) =>
    failure.reason === "conflict" ? texts.value.conflict.shown : failureText(failure, texts.value);

  const change = useChange<Variables, Answer>({
    ...action,
    done: (answer, variables) => notices.show({ tone: "done", ...action.done(answer, variables) }),
    failed: (failure) => notices.show({ tone: "failed", text: textOf(failure) }),
  });
  return { run: (variables: Variables) => change.mutate(variables), isRunning: change.isPending };
}
