import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCurrent } from "../../../app/migrate/all.ts";
import { type Migration, modulesOf, toMigrations } from "../../../app/migrate/files.ts";
import { fingerprint } from "../../../app/migrate/fingerprint.ts";
import { planMigrations } from "../../../app/migrate/plan.ts";
import { DEFAULT_RETRY, isPassing, pauseLimit, retry } from "../../../app/migrate/retry.ts";
import { lockKey } from "../../../app/migrate/session.ts";

const files = (...names: string[]): Migration[] =>
  toMigrations(names.map((name) => ({ name, sql: `-- ${name}` })));
const three = files("0001_a.sql", "0002_b.sql", "0003_c.sql");
const names = (migrations: readonly { name: string }[]) => migrations.map(({ name }) => name);

describe("toMigrations", () => {
  it("sorts by number and takes the checksum of the text", () => {
    const [first, second] = toMigrations([
      { name: "0002_b.sql", sql: "b" },
      { name: "0001_a.sql", sql: "a" },
    ]);
    expect([first?.name, second?.name]).toEqual(["0001_a.sql", "0002_b.sql"]);
    expect(first?.checksum).toBe(createHash("sha256").update("a").digest("hex"));
  });
  it("lists every bad name at once", () => {
    expect(() =>
      files("0001_a.sql", "0001_b.sql", "4_c.sql", "0004_d.sql"),
    ).toThrowErrorMatchingInlineSnapshot(`
      [UserError: Migration files:
        0001_b.sql: its number must be 2, without gaps or repeats
        0004_d.sql: its number must be 3, without gaps or repeats
        4_c.sql: must be named NNNN_words_like_this.sql]
    `);
  });
});

describe("planMigrations", () => {
  const changed = three.map((row, index) => (index === 1 ? { ...row, checksum: "0".repeat(64) } : row));
  const future = files("0001_a.sql", "0002_b.sql", "0003_c.sql", "0004_d.sql", "0005_e.sql");
  const cases: [
    string,
    Migration[],
    Migration[],
    { pending: string[]; ahead: string[]; problems: RegExp[] },
  ][] = [
    ["nothing applied", three, [], { pending: names(three), ahead: [], problems: [] }],
    [
      "a part applied",
      three,
      three.slice(0, 1),
      { pending: ["0002_b.sql", "0003_c.sql"], ahead: [], problems: [] },
    ],
    ["all applied", three, three, { pending: [], ahead: [], problems: [] }],
    [
      "a newer release was here",
      three,
      future,
      { pending: [], ahead: ["0004_d.sql", "0005_e.sql"], problems: [] },
    ],
    ["changed afterwards", three, changed, { pending: [], ahead: [], problems: [/0002_b.sql was changed/] }],
    [
      "renamed afterwards",
      files("0001_a.sql", "0002_x.sql"),
      three.slice(0, 2),
      { pending: [], ahead: [], problems: [/0002_b.sql is applied under the number of 0002_x.sql/] },
    ],
    [
      "a gap, as after a merge in the wrong order",
      three,
      [...three.slice(0, 1), ...three.slice(2)],
      { pending: [], ahead: [], problems: [/0002_b.sql is not applied, but a later migration is/] },
    ],
    [
      "ahead and behind at once",
      three,
      [...three.slice(0, 2), ...future.slice(3, 4)],
      { pending: [], ahead: ["0004_d.sql"], problems: [/0003_c.sql is not applied/] },
    ],
  ];
  it.each(cases)("%s", (_title, known, applied, expected) => {
    const plan = planMigrations(known, applied);
    expect(names(plan.pending)).toEqual(expected.pending);
    expect(plan.ahead).toEqual(expected.ahead);
    expect(plan.problems).toHaveLength(expected.problems.length);
    for (const [index, pattern] of expected.problems.entries()) expect(plan.problems[index]).toMatch(pattern);
  });
  it("from any prefix, what is applied plus what is pending is everything, once", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (size, done) => {
        const known = files(
          ...Array.from({ length: size }, (_, index) => `${String(index + 1).padStart(4, "0")}_x.sql`),
        );
        const applied = known.slice(0, Math.min(done, size));
        const { pending, problems } = planMigrations(known, applied);
        expect(problems).toEqual([]);
        expect([...applied, ...pending]).toEqual(known);
      }),
    );
  });
});

describe("modules", () => {
  it("core comes first, and a module that was switched off goes on", () => {
    expect(modulesOf(["crews", "billing"], ["core", "archive"])).toEqual([
      "core",
      "archive",
      "billing",
      "crews",
    ]);
  });
  it("is current only with the exact files of every module", () => {
    const set = {
      public: [],
      publicGrants: "",
      modules: new Map([
        ["core", three],
        ["crews", three.slice(0, 1)],
      ]),
    };
    const core = fingerprint(three);
    const crews = fingerprint(three.slice(0, 1));
    expect(isCurrent({ modules: [] }, new Map([["core", core]]), set)).toBe(true);
    expect(isCurrent({ modules: ["crews"] }, new Map([["core", core]]), set)).toBe(false);
    expect(
      isCurrent(
        { modules: ["crews"] },
        new Map([
          ["core", core],
          ["crews", crews],
        ]),
        set,
      ),
    ).toBe(true);
    expect(
      isCurrent(
        { modules: [] },
        new Map([
          ["core", core],
          ["crews", core],
        ]),
        set,
      ),
    ).toBe(false);
    expect(isCurrent({ modules: [] }, new Map(), set)).toBe(false);
    expect(
      isCurrent(
        { modules: [] },
        new Map([
          ["core", core],
          ["gone", core],
        ]),
        set,
      ),
    ).toBe(false);
  });
});

describe("retry", () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  const quick = { attempts: 4, firstPause: 1, longestPause: 2 };
  it("repeats what passes, at most as often as allowed", async () => {
    let calls = 0;
    const work = async () => {
      calls += 1;
      throw failure("55P03");
    };
    await expect(retry(work, quick)).rejects.toThrow("55P03");
    expect(calls).toBe(4);
  });
  it("does not repeat a real failure, and stops at success", async () => {
    let calls = 0;
    await expect(retry(async () => Promise.reject(failure(++calls ? "42601" : "")), quick)).rejects.toThrow(
      "42601",
    );
    expect(calls).toBe(1);
    calls = 0;
    const result = await retry(async () => (++calls < 3 ? Promise.reject(failure("40P01")) : calls), quick);
    expect(result).toBe(3);
  });
  it("pauses longer each time, up to a limit", () => {
    const limits = Array.from({ length: 9 }, (_, index) => pauseLimit(index + 1, DEFAULT_RETRY));
    expect(limits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });
  it.each(["55P03", "40P01", "40001", "53300", "57P03"])("%s passes", (code) =>
    expect(isPassing(failure(code))).toBe(true),
  );
  it.each([failure("23505"), new Error("x"), "x", null])("%s does not", (error) =>
    expect(isPassing(error)).toBe(false),
  );
});

it("lock keys are 32-bit and differ between schemas", () => {
  const keys = Array.from({ length: 1000 }, (_, index) => lockKey(`tenant_${index}`));
  expect(new Set(keys).size).toBe(1000);
  for (const key of keys) expect(key | 0).toBe(key);
});
