import type { ApiFailure } from "../api/http.ts";
import type { CommonTexts } from "./common.en.ts";

const wait = (seconds: number): string =>
  seconds < 120 ? `${Math.max(1, seconds)} s` : `${Math.ceil(seconds / 60)} min`;

/** @returns what is wrong and what to do, for a person */
export function failureText({ reason, problem, seconds }: ApiFailure, texts: CommonTexts): string {
  const details = (problem?.errors ?? []).map(({ path, message }) => `${path.split("/").at(-1)}: ${message}`);
  switch (reason) {
    case "tooMany":
      return texts.tooMany(wait(seconds));
    case "refused":
      // The API knows better than this page why: in the tenant's language.
      return [problem?.title ?? texts.failures.refused, problem?.detail ?? ""].filter(Boolean).join(". ");
    case "invalid":
      return [texts.failures.invalid, ...details].join(" ");
    default:
      return texts.failures[reason];
  }
}

/**
 * @param errors of a problem, such as { path: "body/lots/0", message: "must not be empty" }
 * @returns the messages by the field of the form that they are about
 */
export function fieldErrors(failure: ApiFailure | null): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of failure?.problem?.errors ?? []) {
    const [part, field] = path.split("/");
    if (part === "body" && field !== undefined) errors[field] ??= message;
  }
  return errors;
}
