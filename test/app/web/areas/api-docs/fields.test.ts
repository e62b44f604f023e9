import { expect, it } from "vitest";
import { fieldOf, fieldsOf, typeOf } from "../../../../../app/web/src/areas/api-docs/fields.ts";

it.each([
  [{ type: "string" }, "string"],
  [{ type: ["string", "null"], format: "date" }, "string (date) | null"],
  [{ enum: ["draft", "signed"] }, "draft | signed"],
  [{ const: "chalan" }, "chalan"],
  [{ anyOf: [{ enum: ["csv", "xlsx"] }, { type: "null" }] }, "csv | xlsx | null"],
  [{ type: "array", items: { type: "object" } }, "object[]"],
  [{}, "any"],
])("typeOf %j", (schema, type) => expect(typeOf(schema)).toBe(type));

it("fieldOf names the rules as JSON Schema does", () => {
  const schema = { type: "integer", minimum: 1, maximum: 100, default: 25, description: "not a rule" };
  expect(fieldOf("limit", schema, true)).toEqual({
    name: "limit",
    type: "integer",
    rules: "minimum: 1, maximum: 100, default: 25",
    isRequired: true,
  });
});

it("fieldsOf has what is inside of others after them, with the way to it", () => {
  const item = { type: "object", required: ["text"], properties: { text: { type: "string" } } };
  const schema = {
    type: "object",
    required: ["items"],
    properties: {
      items: { type: "array", items: item },
      report: { anyOf: [{ type: "null" }, { type: "object", properties: { rows: { type: "integer" } } }] },
    },
  };
  expect(fieldsOf(schema).map(({ name, isRequired }) => [name, isRequired])).toEqual([
    ["items", true],
    ["items[].text", true],
    ["report", false],
    ["report.rows", false],
  ]);
});
