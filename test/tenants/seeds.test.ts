/** The tenant files of this repository against the plan (SPEC sections 4 and 5), and the JSON Schema against both. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { jsonSchema } from "../../tenants/json-schema.ts";
import { loadTenants } from "../../tenants/load.ts";
import { TenantSchema } from "../../tenants/schema.ts";

const facts = (stack: string) =>
  loadTenants(`tenants/${stack}.yaml`).map(({ slug, id, schema, names, modules }) => [
    slug,
    id,
    schema,
    names.join(" "),
    ...modules,
  ]);

describe("the seeds", () => {
  it("prod", () => {
    expect(facts("prod")).toEqual([
      [
        "phoenix",
        "phoenix_001",
        "tenant_phoenix",
        "phoenixelectricandair.net www.phoenixelectricandair.net api.phoenixelectricandair.net",
        "crews",
      ],
      [
        "client2",
        "client2_001",
        "tenant_client2",
        "client2.example.com www.client2.example.com api.client2.example.com",
      ],
      ["client3", "client3_001", "tenant_client3", "client3.example.com api.client3.example.com"],
    ]);
  });
  it("qa", () => {
    expect(facts("qa")).toEqual([
      [
        "stage",
        "phoenix_qa_001",
        "tenant_phoenix_qa",
        "stage.phoenixelectricandair.net api-stage.phoenixelectricandair.net",
        "crews",
      ],
    ]);
  });
  it("local", () => {
    expect(facts("local")).toEqual([
      ["phoenix", "phoenix_001", "tenant_phoenix", "phoenix.localhost api.phoenix.localhost", "crews"],
      ["client2", "client2_001", "tenant_client2", "client2.localhost api.client2.localhost"],
      ["client3", "client3_001", "tenant_client3", "client3.localhost api.client3.localhost"],
    ]);
  });
  it("qa goes beside prod on one edge", () => {
    expect(loadTenants("tenants/qa.yaml", { neighbours: loadTenants("tenants/prod.yaml") })).toHaveLength(1);
  });
  it.each(["prod", "qa", "local"])("%s: the tenant shown in the comment can be added as it is", (stack) => {
    const text = readFileSync(`tenants/${stack}.yaml`, "utf8");
    const shown = text
      .split("\n")
      .filter((line) => /^# {3}[ -]/.test(line))
      .map((line) => line.slice(2));
    const added: unknown = parse(`${text}\n${shown.join("\n")}\n`);
    expect(
      z
        .object({ tenants: z.array(TenantSchema) })
        .parse(added)
        .tenants.at(-1)?.slug,
    ).toBe("client4");
  });
});

describe("the JSON Schema", () => {
  const check = () =>
    spawnSync(process.execPath, ["tenants/json-schema.ts", "--check"], {
      encoding: "utf8",
      timeout: 120_000,
    });
  it("is up to date", () => {
    expect(check()).toMatchObject({ stderr: "", status: 0 });
  });
  it("accepts the seeds and refuses what an editor can see", () => {
    const schema = z.fromJSONSchema(JSON.parse(jsonSchema()));
    const tenant = { slug: "one", id: "one_001", name: "One", domain: "one.example.com" };
    const accepts = (data: unknown) => schema.safeParse(data).success;
    for (const stack of ["prod", "qa", "local"])
      expect(accepts(parse(readFileSync(`tenants/${stack}.yaml`, "utf8")))).toBe(true);
    expect(accepts({ tenants: [tenant] })).toBe(true);
    for (const wrong of [
      { slug: "A" },
      { id: "1" },
      { domain: "x" },
      { plan: "huge" },
      { unknown: 1 },
      { version: "2" },
    ])
      expect(accepts({ tenants: [{ ...tenant, ...wrong }] })).toBe(false);
  });
  it("documents every field", () => {
    const undocumented = [...jsonSchema().matchAll(/"type": "(?:string|boolean)"/g)].length;
    const descriptions = [...jsonSchema().matchAll(/"description": "/g)].length;
    expect(descriptions).toBeGreaterThanOrEqual(undocumented);
  });
});
