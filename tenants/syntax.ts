/** What can be wrong with the YAML itself, in sentences of our own: the parser's quote the text, which could be a secret. */
import type { Fault } from "./naming.ts";

/** A tenant file is four levels deep; deeper nesting is a slip or an attack. */
export const MAX_DEPTH = 20;

const DEPTH: Fault = {
  rule: `the nesting is deeper than ${MAX_DEPTH} levels`,
  remedy: "Take the nesting out.",
};

/** By the error codes of the `yaml` package; the many others are {@link NOT_YAML}. */
const SYNTAX: ReadonlyMap<string, Fault> = new Map(
  Object.entries({
    TAB_AS_INDENT: { rule: "a tab is used for indentation", remedy: "Use spaces." },
    BAD_INDENT: {
      rule: "the indentation or a closing bracket is wrong",
      remedy: "Align it with its neighbours and close what is open.",
    },
    MISSING_CHAR: {
      rule: "a quote, bracket, colon, comma or list dash is missing",
      remedy: "Complete it on this line or above.",
    },
    BLOCK_AS_IMPLICIT_KEY: {
      rule: "a value must not be another `key: value`",
      remedy: "Put the text in quotes or the key on its own line.",
    },
    MULTILINE_IMPLICIT_KEY: {
      rule: "a key goes over more than one line",
      remedy: "Check for a missing colon or quote.",
    },
    BAD_DQ_ESCAPE: {
      rule: "an unknown \\ escape in double quotes",
      remedy: "Use single quotes, or write \\\\ for a backslash.",
    },
    BAD_SCALAR_START: {
      rule: "plain text cannot start with this character",
      remedy: "Put the text in quotes.",
    },
    BAD_DIRECTIVE: { rule: "% directives are not allowed", remedy: "Take the line out." },
    RESOURCE_EXHAUSTION: DEPTH,
  }),
);

const NOT_YAML: Fault = {
  rule: "this is not valid YAML",
  remedy: "Check quotes, colons and indentation of this line and the one above.",
};

/** @returns the fault of a syntax error @param code of the `yaml` package */
export const syntaxFault = (code: string): Fault => SYNTAX.get(code) ?? NOT_YAML;

/** Valid YAML that a file for people does not need. */
export const FORBIDDEN = {
  anchor: {
    rule: "anchors (&) and aliases (*) are not allowed",
    remedy: "Write the value out, or in quotes if it is text.",
  },
  tag: { rule: "tags (!) are not allowed", remedy: "Write the plain value, or in quotes if it is text." },
  key: { rule: "a key must be plain text", remedy: "Write keys as in the documentation of the file." },
  depth: DEPTH,
  several: { rule: "there is more than one document in the file", remedy: "Take out the line `---`." },
  empty: {
    rule: "the file has no content",
    remedy: "A tenant file starts with `tenants:`; one without any tenant is `tenants: []`.",
  },
  character: {
    rule: "there is an invisible control character",
    remedy: "Delete it, or type the line again.",
  },
} as const satisfies Record<string, Fault>;
