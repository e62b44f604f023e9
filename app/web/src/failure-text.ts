import type { ApiFailure } from "./http.ts";
import type { Messages } from "./messages.ts";

const wait = (seconds: number): string =>
  seconds < 120 ? `${Math.max(1, seconds)} s` : `${Math.ceil(seconds / 60)} min`;

/** @returns what is wrong and what to do, for a person */
export function failureText({ reason, problem, seconds }: ApiFailure, messages: Messages): string {
  const details = (problem?.errors ?? []).map(({ path, message }) => `${path.split("/").at(-1)}: ${message}`);
  switch (reason) {
    case "tooMany":
      return messages.failures.tooMany(wait(seconds));
    case "refused":
      // The API knows better than this page why: in the tenant's language.
      return [problem?.title ?? messages.failures.refused, problem?.detail ?? ""].filter(Boolean).join(". ");
    case "invalid":
      return [messages.failures.invalid, ...details].join(" ");
    default:
      return messages.failures[reason];
  }
}
