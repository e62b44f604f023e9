import type * as z from "zod";
import { UserError } from "./errors.ts";

/**
 * Parses values that come from outside the process.
 *
 * @param schema what is expected
 * @param source the untrusted value
 * @param title what `source` is, for the error's first line
 * @returns the parsed value
 * @throws UserError that lists every bad field with its rule, and never a value
 */
export function parseOrExplain<Schema extends z.ZodType>(
  schema: Schema,
  source: unknown,
  title: string,
): z.output<Schema> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join(".") || "(whole)"} ${issue.message}`,
  );
  throw new UserError(`${title} is not usable:\n${problems.join("\n")}`);
}
