/** nginx's own grammar, as far as a configuration is made of words, quotes, braces and semicolons. */

/** A directive with its words as nginx would read them, and the block that it opens. */
export interface Statement {
  readonly words: readonly string[];
  readonly block: readonly Statement[] | undefined;
}

/** A comment, a quoted word, a sign or a bare word; in a bare word `${` is a variable's, not a block's. */
const TOKEN =
  /\s*(?:#[^\n]*|(?<quoted>"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|(?<sign>[;{}])|(?<bare>(?:\\[\s\S]|\$\{|[^\s;{}\\"'])(?:\\[\s\S]|\$\{|[^\s;{\\])*?(?=[\s;{]|$)))/y;

/** @throws when the text is no configuration */
export function parseStatements(text: string): Statement[] {
  const pattern = new RegExp(TOKEN);
  const root: Statement[] = [];
  const stack: Statement[][] = [root];
  let words: string[] = [];
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new Error(`no configuration at: ${text.slice(at, at + 40)}`);
    const { quoted, sign, bare } = groups;
    const current = stack.at(-1);
    if (quoted !== undefined) words.push(quoted.slice(1, -1));
    else if (bare !== undefined) words.push(bare);
    else if (sign === ";") {
      current?.push({ words, block: undefined });
      words = [];
    } else if (sign === "{") {
      const block: Statement[] = [];
      current?.push({ words, block });
      stack.push(block);
      words = [];
    } else if (sign === "}") {
      stack.pop();
      if (words.length > 0 || stack.length === 0) throw new Error("a brace too many");
    }
  }
  if (stack.length !== 1 || words.length > 0) throw new Error("a brace or a semicolon is missing");
  return root;
}
