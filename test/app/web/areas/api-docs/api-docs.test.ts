import { expect, it } from "vitest";
import { groupsOf, schemaOf } from "../../../../../app/web/src/areas/api-docs/api-docs.ts";

it("groupsOf has the routes by what they are about", () => {
  const operation = (tag: string) => ({ tags: [tag], responses: {} });
  const groups = groupsOf({
    info: { title: "ChalanPro", version: "1" },
    paths: {
      "/api/users": { get: operation("users") },
      "/api/contracts": { get: operation("contracts"), post: operation("contracts") },
    },
  });
  expect(
    groups.map(({ tag, routes }) => [tag, routes.map(({ method, path }) => `${method} ${path}`)]),
  ).toEqual([
    ["contracts", ["GET /api/contracts", "POST /api/contracts"]],
    ["users", ["GET /api/users"]],
  ]);
});

it.each([
  [{ "application/json": { schema: { type: "object" } } }, { type: "object" }],
  [{ "application/problem+json": { schema: { type: "object" } } }, { type: "object" }],
  [{ "text/csv": {} }, undefined],
  [undefined, undefined],
])("schemaOf %j", (content, schema) => expect(schemaOf(content ? { content } : {})).toEqual(schema));
