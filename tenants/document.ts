/** YAML text -> plain data, with the position of every key and value and everything that is wrong with the YAML itself. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { Finding, Path, Problem } from "./errors.ts";
import type { Fault } from "./naming.ts";
import { FORBIDDEN, MAX_DEPTH, syntaxFault } from "./syntax.ts";

/** How many syntax errors are worth showing: most follow from the first ones. */
const MOST_SYNTAX_PROBLEMS = 20;

export type Source = {
  /** Maps as objects, lists as arrays; undefined when the YAML could not be read. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** @returns the finding with the line of its key or value, or of the nearest thing above that exists */
  readonly place: (finding: Finding) => Problem;
};

type Position = { line: number; column: number };

/** Problems that are seen in the text itself, before the parser: control characters and tabs, all of them at once. */
function scan(text: string): Problem[] {
  return text.split("\n").flatMap((line, index) => {
    const at = (column: number, fault: Fault) => [
      { ...fault, path: "", line: index + 1, column: column + 1 },
    ];
    const tab = /^ *\t/.exec(line);
    const control = /(?![\t\r])[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]/u.exec(line);
    return [
      ...(tab ? at(tab[0].length - 1, syntaxFault("TAB_AS_INDENT")) : []),
      ...(control ? at(control.index, FORBIDDEN.character) : []),
    ];
  });
}

/**
 * Reads one YAML 1.2 document of plain maps, lists and scalars: no anchors, aliases, tags, directives or repeated keys.
 * @param text content of the file without a byte order mark
 */
export function readYaml(text: string, formatPath: (path: Path) => string): Source {
  const counter = new LineCounter();
  const positions = new Map<string, Position>();
  const problems: Problem[] = scan(text);
  const positionOf = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (fault: Fault, offset: number, path: Path = []) =>
    problems.push({ ...fault, ...positionOf(offset), path: formatPath(path) });
  const place = ({ path, ...rest }: Finding): Problem => {
    for (let length = path.length; length >= 0; length--) {
      const found = positions.get(JSON.stringify(path.slice(0, length)));
      if (found) return { ...rest, ...found, path: formatPath(path) };
    }
    return { ...rest, line: 1, column: 1, path: formatPath(path) };
  };
  const failed = (): Source => ({ data: undefined, problems, place });

  let unreadable = false;
  const forbid = (fault: Fault, offset: number, path: Path = []) => {
    unreadable = true;
    report(fault, offset, path);
  };

  /** Turns a node into data and notes positions on the way; what is forbidden is reported and left out. */
  const read = (node: Node | null, path: Path): unknown => {
    if (!node) return null;
    const offset = node.range?.[0] ?? 0;
    const key = JSON.stringify(path);
    if (!positions.has(key)) positions.set(key, positionOf(offset));
    if (path.length > MAX_DEPTH) return void forbid(FORBIDDEN.depth, offset);
    if (isAlias(node) || node.anchor !== undefined) return void forbid(FORBIDDEN.anchor, offset, path);
    if (node.tag !== undefined) return void forbid(FORBIDDEN.tag, offset, path);
    if (isScalar(node)) return node.value;
    if (isSeq<Node | null>(node)) return node.items.map((item, index) => read(item, [...path, index]));
    return isMap<Node, Node | null>(node) ? readMap(node.items, path) : null;
  };
  const readMap = (pairs: readonly { key: Node; value: Node | null }[], path: Path): object => {
    const entries = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const offset = key.range?.[0] ?? 0;
      if (
        !isScalar(key) ||
        typeof key.value !== "string" ||
        key.anchor !== undefined ||
        key.tag !== undefined
      ) {
        forbid(FORBIDDEN.key, offset, path);
        continue;
      }
      const own = [...path, key.value];
      if (entries.has(key.value)) {
        const first = positions.get(JSON.stringify(own));
        report(
          { rule: `is there twice, first on line ${first?.line}`, remedy: "Keep one of them." },
          offset,
          own,
        );
        continue;
      }
      positions.set(JSON.stringify(own), positionOf(offset));
      entries.set(key.value, read(value, own));
    }
    return Object.fromEntries(entries);
  };

  if (problems.length > 0) return failed();
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "silent",
  });
  const [document, second] = [...documents];
  if (document === undefined) {
    report(FORBIDDEN.empty, 0);
    return failed();
  }
  if (document.directives?.yaml.explicit)
    report(syntaxFault("BAD_DIRECTIVE"), Math.max(text.search(/^%/m), 0));
  for (const { code, pos } of [...document.errors, ...(second?.errors ?? [])].slice(0, MOST_SYNTAX_PROBLEMS))
    report(syntaxFault(code), pos[0]);
  if (second) report(FORBIDDEN.several, second.range[0]);
  if (problems.length > 0) return failed();
  if (document.contents === null) forbid(FORBIDDEN.empty, 0);
  const data = read(document.contents, []);
  // With parts left out the data would only have more faults that are none.
  return unreadable ? failed() : { data, problems, place };
}
