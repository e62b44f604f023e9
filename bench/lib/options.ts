import { parseArgs } from "node:util";

/**
 * Reads whole numbers from the command line: `--runs 3`.
 *
 * @param defaults every option there is, and its value when it is not given
 * @throws Error naming what is wrong and what there is
 */
export function readNumbers<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  words = process.argv.slice(2),
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[];
  const usage = `Options: ${names.map((name) => `--${name} <number, default ${defaults[name]}>`).join(", ")}`;
  const values = parse(names, words, usage);
  const entries = names.map((name) => {
    const text = values[name] ?? String(defaults[name]);
    if (!/^[1-9]\d{0,4}$/.test(text))
      throw new Error(`--${name} must be a whole number from 1 to 99999\n  → ${usage}`);
    return [name, Number(text)];
  });
  return Object.fromEntries(entries);
}

function parse(names: readonly string[], words: string[], usage: string): Record<string, string | undefined> {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args: words, options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n  → ${usage}`);
  }
}
