import { expect, test } from "vitest";
import { undoPlan, undoSql } from "../../bin/lib/resume.ts";

const state = (pending: unknown, resources: unknown = null) =>
  JSON.stringify({ version: 3, deployment: { resources, pending_operations: pending } });
const operation = (type: string, resourceType: string, name?: string) => ({
  type,
  resource: { urn: "urn:…", type: resourceType, custom: true, inputs: name === undefined ? {} : { name } },
});

test("only begun creations of what cannot be created twice are undone", () => {
  const { undos } = undoPlan(
    state([
      operation("creating", "docker:index/container:Container", "chalan-web-1"),
      operation("creating", "docker:index/network:Network", "nginx-proxy"),
      operation("creating", "postgresql:index/role:Role", "tenant_phoenix_app"),
      operation("creating", "postgresql:index/database:Database", "chalan"),
      operation("creating", "docker:index/volume:Volume", "data"),
      operation("creating", "command:local:Command"),
      operation("updating", "docker:index/container:Container", "db"),
      operation("deleting", "docker:index/container:Container", "old"),
    ]),
  );
  expect(undos).toEqual([
    { kind: "container", name: "chalan-web-1" },
    { kind: "network", name: "nginx-proxy" },
    { kind: "role", name: "tenant_phoenix_app" },
    { kind: "database", name: "chalan" },
  ]);
});

test.each([
  ["nothing pending", null],
  ["an empty list", []],
])("%s is nothing to undo", (_name, pending) => {
  expect(undoPlan(state(pending)).undos).toEqual([]);
});

test("what the state knows is left alone, whatever an older note says", () => {
  const { known } = undoPlan(
    state(
      [],
      [
        { type: "docker:index/network:Network", id: "5fed" },
        { type: "postgresql:index/role:Role", id: "chalan_ddl" },
        { type: "pulumi:pulumi:Stack" },
      ],
    ),
  );
  expect([...known("network")]).toEqual(["5fed"]);
  expect([...known("role")]).toEqual(["chalan_ddl"]);
  expect([...known("container")]).toEqual([]);
});

test("names are quoted, and a database is dropped only behind a guard", () => {
  expect(undoSql({ kind: "role", name: 'a"; DROP TABLE b; --' }).sql).toBe(
    'DROP ROLE IF EXISTS "a""; DROP TABLE b; --"',
  );
  expect(undoSql({ kind: "database", name: "chalan" })).toMatchObject({
    sql: 'DROP DATABASE IF EXISTS "chalan"',
    guard: expect.stringContaining("count(*)"),
  });
});
