/** The operator's mistakes: where, which rule, what to do. Never the value, which could be a secret. */
import type { Fault } from "./naming.ts";

/** Place of a value in a document, from its root. */
export type Path = readonly (string | number)[];

/** A fault at a place of a document, before its line is known. */
export type Finding = Fault & {
  readonly path: Path;
  /** Lines to print under the sentence, such as a table. */
  readonly detail?: string;
};

/** A fault with the place where a person finds it; line and column count from 1, 0 means the file as a whole. */
export type Problem = Fault & {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly detail?: string | undefined;
};

/** More than this many lines help nobody. */
const MOST_SHOWN = 50;

/** A key is shown only if it looks like one: a secret pasted at the wrong place could be a key as well. */
const showKey = (key: string): string => (/^[A-Za-z_][A-Za-z0-9_:-]{0,29}$/.test(key) ? key : "?");

/** @returns `tenants[1].domain`; keys that do not look like keys are shown as `?` */
export const formatPath = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${showKey(part)}`),
    "",
  );

/** @returns the problem as one line, and its detail under it: `file:12:5  tenants[1].domain  rule. Remedy.` */
export const formatProblem = (file: string, problem: Problem): string => {
  const place = problem.line > 0 ? `${file}:${problem.line}:${problem.column}` : file;
  const line = [place, problem.path, `${problem.rule}. ${problem.remedy}`].filter(Boolean).join("  ");
  return problem.detail ? `${line}\n${problem.detail}` : line;
};

/** A mistake in what the operator wrote, with every problem that was found, in the order of the lines. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly file: string;
  readonly problems: readonly Problem[];

  /** @param file the path as the operator knows it @param problems at least one */
  constructor(file: string, problems: readonly Problem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const rest = sorted.length - MOST_SHOWN;
    const lines = sorted.slice(0, MOST_SHOWN).map((problem) => formatProblem(file, problem));
    super([...lines, ...(rest > 0 ? [`${file}  … and ${rest} more.`] : [])].join("\n"));
    this.file = file;
    this.problems = sorted;
  }
}
