import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CPU_OVERCOMMIT, checkBudget, demand, PLANS } from "../../tenants/plans.ts";
import { PlanSchema, StateSchema } from "../../tenants/schema.ts";

const tenant = (
  slug: string,
  plan: "small" | "standard" | "large",
  state: "active" | "suspended" | "archived" = "active",
) => ({
  slug,
  plan,
  state,
});

describe("the plans", () => {
  it.each(Object.entries(PLANS))(
    "%s: a deploy's two web containers have connections enough",
    (_, { database }) => {
      expect(database.connections).toBeGreaterThanOrEqual(2 * database.pool);
    },
  );
  it.each(Object.entries(PLANS))(
    "%s: holds an idle tenant of 90 MB, and stays within 2 GB and one core",
    (_, { web, nginx }) => {
      expect((web.memory + nginx.memory) * 1.048576).toBeGreaterThan(90 * 1.5);
      expect(web.memory + nginx.memory).toBeLessThanOrEqual(2048);
      expect(web.cpus + nginx.cpus).toBeLessThanOrEqual(1);
    },
  );
  it("grow in everything", () => {
    const figures = Object.values(PLANS).map(({ web, nginx, database }) =>
      [web, nginx, database].flatMap((part) => Object.values(part)),
    );
    for (const [index, larger] of figures.slice(1).entries())
      for (const [column, figure] of larger.entries())
        expect(figure).toBeGreaterThan(figures[index]?.[column] ?? Number.NaN);
  });
});

describe("demand", () => {
  it.each([
    ["small", "active", { memory: 192, cpus: 0.6 }],
    ["small", "suspended", { memory: 32, cpus: 0.1 }],
    ["large", "suspended", { memory: 128, cpus: 0.2 }],
    ["large", "archived", { memory: 0, cpus: 0 }],
  ] as const)("of %s, %s", (plan, state, expected) => {
    expect(demand(tenant("one", plan, state))).toEqual(expected);
  });
});

describe("checkBudget", () => {
  it("accepts an exact fit, of memory and of cpus", () => {
    const eighteen = Array.from({ length: 18 }, (_, index) => tenant(`t${index}`, "small"));
    expect(checkBudget(eighteen, { memory: 18 * 192, cpus: 4 })).toBeUndefined();
    expect(checkBudget(eighteen, { memory: 18 * 192 - 1, cpus: 4 })).toBeDefined();
    expect(checkBudget(eighteen, { memory: 8192, cpus: (18 * 0.6) / CPU_OVERCOMMIT })).toBeUndefined();
    expect(checkBudget(eighteen, { memory: 8192, cpus: (18 * 0.6) / CPU_OVERCOMMIT - 0.01 })).toBeDefined();
  });
  it("shows the largest in a table when memory and cpus do not fit", () => {
    const many = Array.from({ length: 12 }, (_, index) => tenant(`t${index}`, "small"));
    const finding = checkBudget([...many, tenant("big", "large"), tenant("kept", "large", "archived")], {
      memory: 1024,
      cpus: 0.5,
    });
    expect(`${finding?.rule}\n${finding?.detail}`).toMatchInlineSnapshot(`
      "the plans need 3840 MiB of memory where the stack's share is 1024 and 8.20 cpus where it is 4.00 (8 times 0.5)
          tenant                         plan       state       memory MiB        cpus
          big                            large      active            1536        1.00
          t0                             small      active             192        0.60
          t1                             small      active             192        0.60
          t2                             small      active             192        0.60
          t3                             small      active             192        0.60
          t4                             small      active             192        0.60
          t5                             small      active             192        0.60
          t6                             small      active             192        0.60
          t7                             small      active             192        0.60
          t8                             small      active             192        0.60
          … and 3 smaller or equal      
          sum                                                         3840        8.20
          share                                                       1024        4.00"
    `);
  });
  it("never gets tighter by suspending or archiving, and says so exactly when the sum is over", () => {
    const any = fc.array(
      fc.record({
        slug: fc.constant("x"),
        plan: fc.constantFrom(...PlanSchema.options),
        state: fc.constantFrom(...StateSchema.options),
      }),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 20_000 }), (tenants, memory) => {
        const share = { memory, cpus: 1000 };
        const sum = tenants.reduce((total, each) => total + demand(each).memory, 0);
        expect(checkBudget(tenants, share) !== undefined).toBe(sum > memory);
        const suspended = tenants.map((each) =>
          each.state === "active" ? { ...each, state: "suspended" as const } : each,
        );
        if (checkBudget(tenants, share) === undefined) expect(checkBudget(suspended, share)).toBeUndefined();
      }),
    );
  });
});
