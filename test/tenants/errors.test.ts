import { describe, expect, it } from "vitest";
import { formatPath, formatProblem, UserError } from "../../tenants/errors.ts";

const problem = { path: "tenants[1].domain", line: 12, column: 5, rule: "is missing", remedy: "Add it." };

describe("formatPath", () => {
  it.each([
    [[], ""],
    [["tenants"], "tenants"],
    [["tenants", 1, "settings", "locale"], "tenants[1].settings.locale"],
    [["tenants", 0, "sk_live_0123456789012345678901234567"], "tenants[0].?"],
    [["tenants", 0, "a b"], "tenants[0].?"],
    [["\u001b[31m"], "?"],
  ])("%j", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("UserError", () => {
  it("has one line per problem, in the order of the lines, and details under them", () => {
    const error = new UserError("f.yaml", [
      problem,
      { ...problem, line: 2, column: 9, detail: "  a table" },
      { ...problem, line: 2 },
    ]);
    expect(error.message).toMatchInlineSnapshot(`
      "f.yaml:2:5  tenants[1].domain  is missing. Add it.
      f.yaml:2:9  tenants[1].domain  is missing. Add it.
        a table
      f.yaml:12:5  tenants[1].domain  is missing. Add it."
    `);
    expect(error.problems.map(({ line }) => line)).toEqual([2, 2, 12]);
    expect(error.name).toBe("UserError");
  });
  it("leaves out a line and path that do not exist", () => {
    expect(formatProblem("f.yaml", { ...problem, path: "", line: 0, column: 0 })).toBe(
      "f.yaml  is missing. Add it.",
    );
  });
});
