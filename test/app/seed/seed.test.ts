import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { addDays, daysBetween, workday } from "../../../app/seed/days.ts";
import { createRandom } from "../../../app/seed/random.ts";
import { createTestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { runApp } from "../support/process.ts";

const UNTIL = "2027-06-30";
let database: TestDatabase;
let tenants: TestTenant[];

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenants = [
    await database.provision("phoenix", { modules: ["crews"] }),
    await database.provision("client2", { modules: ["crews"] }),
    await database.provision("client3"),
  ];
  for (const { document } of tenants) await database.migrateTenant(document);
});
afterAll(() => database.drop());

const seed = ({ document, url }: TestTenant, changes: Record<string, string> = {}, words: string[] = []) =>
  runApp(["seed", "--until", UNTIL, ...words], {
    PATH: process.env.PATH ?? "",
    ENVIRONMENT: "local",
    TENANT_SLUG: document.slug,
    DATABASE_URL: url,
    LOG_LEVEL: "warn",
    ...changes,
  });
const one = async <Row>(sql: string): Promise<Row> => (await database.admin.query(sql)).rows[0] as Row;
/** What a tenant has, but for what the moment decides. */
const fingerprint = (schema: string) =>
  one<object>(
    `select (select md5(string_agg(concat_ws('|', id, number, title, client_name, status, amount_cents, starts_on), ',' order by number))
             from ${schema}.contracts) as contracts,
            (select md5(string_agg(concat_ws('|', id, item_id, quantity, balance), ',' order by id))
             from ${schema}.stock_movements) as movements,
            (select md5(string_agg(concat_ws('|', id, amount_cents, occurred_on), ',' order by id))
             from ${schema}.transactions) as transactions`,
  );

describe("seed", () => {
  it("is refused in prod, and outside local without a password, before it connects", async () => {
    const [tenant] = tenants as [TestTenant];
    const nowhere = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" };
    const prod = await seed(tenant, {
      ...nowhere,
      ENVIRONMENT: "prod",
      SEED_PASSWORD: "long enough to be one",
    });
    expect([prod.code, prod.stderr]).toEqual([
      2,
      expect.stringContaining("never runs with ENVIRONMENT=prod"),
    ]);
    const qa = await seed(tenant, { ...nowhere, ENVIRONMENT: "qa" });
    expect([qa.code, qa.stderr]).toEqual([2, expect.stringContaining("SEED_PASSWORD is missing")]);
    const short = await seed(tenant, { ...nowhere, SEED_PASSWORD: "sentinel" });
    expect(short.code).toBe(2);
    expect(short.stderr).not.toContain("sentinel");
    expect((await seed(tenant, nowhere, ["more"])).stderr).toContain("usage: seed");
  });

  it("fills three tenants with two years each, and changes nothing the second time", async () => {
    for (const tenant of tenants) {
      const { code, stdout, stderr } = await seed(tenant);
      expect([code, stderr]).toEqual([0, ""]);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({ tenant: tenant.document.slug, status: "seeded", until: UNTIL });
      expect(report.rows.contracts).toBeGreaterThan(400);
      expect(report.rows.stock_movements).toBeGreaterThan(1000);
      expect(report.rows.transactions).toBeGreaterThan(1000);
      expect(report.rows.crews).toBe(tenant.document.modules.includes("crews") ? 4 : undefined);
    }
    const before = await fingerprint("tenant_phoenix");
    const again = await seed(tenants[0] as TestTenant);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: "present", rows: {} });
    expect(await fingerprint("tenant_phoenix")).toEqual(before);
  });

  it("makes data that hangs together", async () => {
    for (const { document } of tenants) {
      const { schema } = document;
      expect(
        await one(
          `select (select count(*)::int from ${schema}.contracts c
                   where amount_cents <> (select sum(total_cents) from ${schema}.contract_items where contract_id = c.id)) as "wrong amounts",
                  (select count(distinct status)::int from ${schema}.contracts) as statuses,
                  (select count(*)::int from ${schema}.stock_levels where quantity < 0) as "below zero",
                  (select count(*)::int from ${schema}.inventory i where quantity <>
                     (select coalesce(sum(quantity), 0) from ${schema}.stock_movements where item_id = i.id)) as "wrong stock",
                  (select min(occurred_on)::text from ${schema}.transactions) >= '2025-06-30' as "two years",
                  (select count(*)::int from ${schema}.transactions where occurred_on > '${UNTIL}') as "of the future",
                  (select sum(case kind when 'income' then amount_cents else -amount_cents end) > 0 from ${schema}.transactions) as profit`,
        ),
      ).toEqual({
        "wrong amounts": 0,
        statuses: 7,
        "below zero": 0,
        "wrong stock": 0,
        "two years": true,
        "of the future": 0,
        profit: true,
      });
    }
  });

  it("is the same for the same tenant and day, and another one for another tenant", async () => {
    const other = await createTestDatabase();
    try {
      await other.migratePublic();
      const twin = await other.provision("phoenix", { modules: ["crews"] });
      await other.migrateTenant(twin.document);
      expect((await seed(twin)).code).toBe(0);
      const mine = await fingerprint("tenant_phoenix");
      const { rows } = await other.admin.query(
        `select md5(string_agg(concat_ws('|', id, number, title, client_name, status, amount_cents, starts_on), ',' order by number)) as contracts
         from tenant_phoenix.contracts`,
      );
      expect(mine).toMatchObject(rows[0]);
      expect(await fingerprint("tenant_client2")).not.toMatchObject(rows[0]);
    } finally {
      await other.drop();
    }
  });

  it("lets its users sign in, and the crew see its schedule", async () => {
    const app = await createTestApp(tenants[0] as TestTenant);
    const login = await app.app.inject({
      method: "POST",
      url: "/api/auth/login",
      headers: OWN_HEADER,
      payload: { email: "crew@phoenix.example", password: "chalan-development" },
    });
    expect(login.statusCode).toBeLessThan(300);
    const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    const schedule = await app.app.inject({
      url: "/api/schedule?from=2027-01-01T00:00:00Z&to=2027-03-01T00:00:00Z",
      headers: { cookie },
    });
    expect(schedule.json().items.length).toBeGreaterThan(0);
    await app.close();
  });
});

describe("made-up numbers and days", () => {
  it("are the same for the same seed", () => {
    const take = (name: string) => {
      const random = createRandom(name);
      return [
        random.next(),
        random.integer(1, 6),
        random.uuid(),
        random.pick(["a", "b", "c"]),
        random.chance(0.5),
      ];
    };
    expect(take("one")).toEqual(take("one"));
    expect(take("one")).not.toEqual(take("two"));
  });
  it("are spread evenly", () => {
    const random = createRandom("dice");
    const counts = new Map<number, number>();
    for (let index = 0; index < 6000; index += 1) {
      const side = random.integer(1, 6);
      counts.set(side, (counts.get(side) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
  it.each([
    ["2028-02-28", 2, "2028-03-01"],
    ["2027-01-01", -1, "2026-12-31"],
  ])("%s and %i days is %s", (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(daysBetween(from, to)).toBe(days);
  });
  it("a weekend is followed by a Monday", () => {
    expect(["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"].map(workday)).toEqual([
      "2027-01-01",
      "2027-01-04",
      "2027-01-04",
      "2027-01-04",
    ]);
  });
});
