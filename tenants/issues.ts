/** zod's issues -> findings: a rule and a remedy in the operator's words. */
import { z } from "zod";
import type { Finding, Path } from "./errors.ts";

const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  string: ["must be text", "Put the value in quotes."],
  boolean: ["must be true or false", "Write true or false without quotes; in YAML 1.2 yes and no are text."],
  array: ["must be a list", "Write each entry on its own line after a dash, or [] for none."],
  object: ["must be keys with values", "Indent its keys below it."],
  number: ["must be a number", "Write it without quotes."],
};

/** Number of single-character edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const next = [row + 1];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min((previous[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, replaced));
    }
    previous = next;
  }
  return previous[b.length] ?? 0;
}

/** The schema at a path of the data, through lists, defaults and optionals. */
function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return schemaAt(schema.unwrap(), path);
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return undefined;
  const child: z.core.$ZodType | undefined = schema.shape[head];
  return child && schemaAt(child, rest);
}

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => Object(value)[part], data);

const NO_VALUE = { rule: "has no value", remedy: "Write one, or take it out." };

function unknownKey(path: Path, key: string, known: readonly string[]): Finding {
  const near = known.find((name) => distance(key.toLowerCase(), name.toLowerCase()) <= name.length / 3);
  return {
    path: [...path, key],
    rule: "is not a known key",
    remedy: near ? `Did you mean \`${near}\`?` : `Take it out, or use one of: ${known.join(", ")}.`,
  };
}

function finding(root: z.core.$ZodType, data: unknown, issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const schema = schemaAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
      return issue.keys.map((key) => unknownKey(path, key, known));
    }
    case "invalid_value":
      return valueAt(data, path) === undefined
        ? [{ path, rule: "is missing", remedy: `Add one of: ${issue.values.join(", ")}.` }]
        : [{ path, rule: `must be one of: ${issue.values.join(", ")}`, remedy: "Choose one of them." }];
    case "custom":
      return [{ path, rule: issue.message, remedy: String(issue.params?.remedy) }];
    case "invalid_type": {
      const example = schema instanceof z.ZodType ? schema.meta()?.examples : undefined;
      const [text = ""] = Array.isArray(example) ? example : [];
      if (valueAt(data, path) === undefined)
        return [
          { path, rule: "is missing", remedy: `Add \`${String(path.at(-1))}:${text && ` ${text}`}\`.` },
        ];
      if (valueAt(data, path) === null) return [{ path, ...NO_VALUE }];
      const [rule, remedy] = KINDS[issue.expected] ?? [`must be of type ${issue.expected}`, "Correct it."];
      return [{ path, rule, remedy }];
    }
    default:
      return [{ path, rule: issue.message, remedy: "Correct it." }];
  }
}

/** @returns everything a schema has against some data; empty when it parses */
export function findingsOf(schema: z.ZodType, data: unknown): Finding[] {
  const result = schema.safeParse(data);
  return result.success ? [] : result.error.issues.flatMap((issue) => finding(schema, data, issue));
}
