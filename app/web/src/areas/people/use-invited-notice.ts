import type { Notice } from "../../stores/notices.ts";
import type { Invited } from "./people.ts";
import { usePeopleTexts } from "./texts.ts";

/** @returns what is told of an invitation: whether the mail has got away */
export function useInvitedNotice() {
  const texts = usePeopleTexts();
  return ({ name, mailSent }: Invited): Notice =>
    mailSent
      ? { tone: "done", text: texts.value.invited(name) }
      : { tone: "failed", text: texts.value.notMailed(name) };
}
