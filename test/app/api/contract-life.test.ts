import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONTRACT_STATUSES, CONTRACT_TRANSITIONS } from "../../../app/shared/contract-status.ts";
import type { Contract, ContractDetail, ContractPage } from "../../../app/shared/contracts.ts";
import { type Business, openBusiness } from "../support/business.ts";

let business: Business;
beforeAll(async () => {
  business = await openBusiness();
});
afterAll(() => business.close());

const MINIMAL = { title: "Rewire the kitchen", clientName: "Ana Pérez" };
const create = (input: object = {}) =>
  business.ask<ContractDetail>(201, "POST", "/contracts", { ...MINIMAL, ...input });

describe("the status", () => {
  it("goes the same ways in the database as in the code", async () => {
    const { rows } = await business.database.admin.query<{ from_status: string; to_status: string }>(
      "select * from tenant_one.contract_transitions",
    );
    const known = Object.entries(CONTRACT_TRANSITIONS).flatMap(([from, to]) =>
      to.map((one) => `${from} ${one}`),
    );
    expect(rows.map((row) => `${row.from_status} ${row.to_status}`).sort()).toEqual(known.sort());
  });

  it.each(CONTRACT_STATUSES)("%s leads where the table says, and nowhere else", async (from) => {
    for (const to of CONTRACT_STATUSES) {
      const { id, version } = await create({ status: from });
      const allowed = from === to || CONTRACT_TRANSITIONS[from].includes(to);
      const body = await business.ask<object>(allowed ? 200 : 409, "POST", `/contracts/${id}/status`, {
        status: to,
        version,
      });
      expect(body).toMatchObject(
        allowed
          ? { status: to }
          : { type: "urn:chalan:problem:status-transition", allowed: CONTRACT_TRANSITIONS[from] },
      );
    }
  });

  it("cannot be jumped by a replacement, nor behind the API's back", async () => {
    const { id } = await create();
    await business.ask(409, "PUT", `/contracts/${id}`, { ...MINIMAL, status: "paid", version: 1 });
    const text = "update contracts set status = 'paid' where id = $1";
    const jump = business.app.database.query({ name: "jump", text }, [id]);
    await expect(jump).rejects.toMatchObject({ constraint: "contracts_transition" });
  });

  it("stays when a replacement does not mention it", async () => {
    const { id } = await create({ status: "signed" });
    const replaced = await business.ask<Contract>(200, "PUT", `/contracts/${id}`, { ...MINIMAL, version: 1 });
    expect(replaced.status).toBe("signed");
  });

  it("has one winner when two people change it at once", async () => {
    const { id } = await create();
    const change = () =>
      business.owner.inject({
        method: "POST",
        url: `/api/contracts/${id}/status`,
        payload: { status: "signed", version: 1 },
      });
    const answers = await Promise.all([change(), change(), change(), change()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
  });
});

describe("items", () => {
  const items = [
    { description: "Copper wire", quantity: 12.345, unit: "m", unitPriceCents: 199 },
    { description: "Labour", quantity: 8, unitPriceCents: 6500 },
    { description: "Discount", quantity: 1, unitPriceCents: -1000 },
  ];
  it("are kept in their order, and the amount is their sum", async () => {
    const { id } = await create({ items, amountCents: 1 });
    const found = await business.ask<ContractDetail>(200, "GET", `/contracts/${id}`);
    expect(found.items).toEqual([
      { ...items[0], totalCents: 2457 },
      { ...items[1], unit: "unit", totalCents: 52_000 },
      { ...items[2], unit: "unit", totalCents: -1000 },
    ]);
    expect(found.amountCents).toBe(53_457);
  });
  it("stay when a replacement does not mention them, and go when it says none", async () => {
    const { id } = await create({ items });
    const kept = await business.ask<ContractDetail>(200, "PUT", `/contracts/${id}`, {
      ...MINIMAL,
      amountCents: 7,
      version: 1,
    });
    expect([kept.items.length, kept.amountCents]).toEqual([3, 53_457]);
    const none = await business.ask<ContractDetail>(200, "PUT", `/contracts/${id}`, {
      ...MINIMAL,
      items: [],
      amountCents: 7,
      version: kept.version,
    });
    expect([none.items, none.amountCents]).toEqual([[], 7]);
  });
  it("are not written when the contract is not", async () => {
    const { id } = await create({ items });
    await business.ask(409, "PUT", `/contracts/${id}`, { ...MINIMAL, items: [], version: 9 });
    expect((await business.ask<ContractDetail>(200, "GET", `/contracts/${id}`)).items).toHaveLength(3);
  });
  it.each([
    ["no quantity", [{ ...items[0], quantity: 0 }]],
    ["a fraction of a cent", [{ ...items[0], unitPriceCents: 0.5 }]],
    ["too many", Array(501).fill(items[1])],
    ["an amount below zero", [{ ...items[2] }]],
    ["a quantity that rounds to none", [{ ...items[0], quantity: 0.0001 }]],
    ["a sum beyond the limit", [{ ...items[0], quantity: 100_000_000, unitPriceCents: 1_000_000_000_000 }]],
  ])("with %s are refused", async (_what, bad) => {
    await business.ask(400, "POST", "/contracts", { ...MINIMAL, items: bad });
  });
  it("add up exactly, whatever they are", async () => {
    const item = fc.record({
      thousandths: fc.integer({ min: 1, max: 5_000_000 }),
      unitPriceCents: fc.integer({ min: 0, max: 2_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 8 }), async (lines) => {
        const found = await create({
          items: lines.map(({ thousandths, unitPriceCents }) => ({
            description: "x",
            quantity: thousandths / 1000,
            unitPriceCents,
          })),
        });
        const sum = lines.reduce(
          (total, { thousandths, unitPriceCents }) =>
            total + (BigInt(thousandths) * BigInt(unitPriceCents) + 500n) / 1000n,
          0n,
        );
        expect(found.amountCents).toBe(Number(sum));
      }),
      { numRuns: 20 },
    );
  });
});

describe("finding", () => {
  const titles = async (query: string) =>
    (await business.ask<ContractPage>(200, "GET", `/contracts?${query}`)).items.map(({ title }) => title);
  beforeAll(async () => {
    await create({ title: "Ñandú solar", clientName: "Zoë", address: "Av. Juárez 12-A", lots: ["Lot 7B"] });
    await create({
      title: "Boiler",
      clientName: "ángela",
      clientEmail: "someone@casa-azul.mx",
      amountCents: 5,
    });
    await create({ title: "Attic fan", clientName: "Bruno", jobNumber: "J-4711", startsOn: "2027-01-05" });
  });
  it.each([
    ["nandu", ["Ñandú solar"]],
    ["ÑANDÚ SOL", ["Ñandú solar"]],
    ["juarez 12", ["Ñandú solar"]],
    ["7b", ["Ñandú solar"]],
    ["azul", ["Boiler"]],
    ["4711", ["Attic fan"]],
    ["4711 nandu", []],
    ["' | ! & ( : * \\ '':*", []],
    ["); drop table contracts --", []],
  ])("by the words %j", async (words, expected) => {
    expect(await titles(`search=${encodeURIComponent(words)}`)).toEqual(expected);
  });
  it.each(["number", "clientName", "amountCents", "startsOn", "updatedAt"])(
    "sorted by %s, both ways, each once across pages",
    async (sort) => {
      const walk = async (direction: string) => {
        const seen: string[] = [];
        let cursor = "";
        do {
          const page: ContractPage = await business.ask(
            200,
            "GET",
            `/contracts?limit=7&sort=${sort}&direction=${direction}${cursor && `&cursor=${cursor}`}`,
          );
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? "";
        } while (cursor !== "");
        return seen;
      };
      const up = await walk("asc");
      const { rows } = await business.database.admin.query("select count(*)::int from tenant_one.contracts");
      expect(new Set(up).size).toBe(rows[0].count);
      expect(await walk("desc")).toEqual(up.toReversed());
    },
  );
  it("sorts names without regard to case and accents", async () => {
    expect((await titles("sort=clientName&direction=desc&limit=1"))[0]).toBe("Ñandú solar");
    expect(await titles("sort=clientName&direction=asc&startsFrom=2027-01-01&startsTo=2027-01-31")).toEqual([
      "Attic fan",
    ]);
  });
  it("refuses a cursor of another order", async () => {
    const { nextCursor } = await business.ask<ContractPage>(200, "GET", "/contracts?limit=1");
    await business.ask(400, "GET", `/contracts?limit=1&sort=clientName&cursor=${nextCursor}`);
  });
});

describe("deleting", () => {
  it("can be undone; the deleted ones have a list of their own", async () => {
    const { id } = await create({ title: "Undo me" });
    await business.ask(204, "DELETE", `/contracts/${id}`);
    const gone = await business.ask<ContractPage>(200, "GET", "/contracts?deleted=true&search=undo");
    expect(gone.items).toMatchObject([{ id, deletedAt: expect.any(String) }]);
    expect(await business.ask(200, "POST", `/contracts/${id}/restore`)).toMatchObject({
      id,
      deletedAt: null,
    });
    await business.ask(200, "GET", `/contracts/${id}`);
    await business.ask(404, "POST", `/contracts/${id}/restore`);
  });
});

describe("a conflict", () => {
  it("comes with the current version", async () => {
    const { id } = await create();
    await business.ask(200, "PUT", `/contracts/${id}`, { ...MINIMAL, title: "Theirs", version: 1 });
    expect(
      await business.ask(409, "PUT", `/contracts/${id}`, { ...MINIMAL, title: "Mine", version: 1 }),
    ).toMatchObject({
      type: "urn:chalan:problem:version-conflict",
      current: { id, title: "Theirs", version: 2 },
    });
  });
});

describe("the audit trail", () => {
  it("tells who did what, with what was there before and after", async () => {
    const { id } = await create({ notes: "old" });
    await business.ask(200, "PUT", `/contracts/${id}`, { ...MINIMAL, notes: "new", version: 1 });
    await business.ask(204, "DELETE", `/contracts/${id}`);
    await business.ask(200, "POST", `/contracts/${id}/restore`);
    const { items } = await business.ask<{ items: Record<string, unknown>[] }>(
      200,
      "GET",
      `/audit?table=contracts&rowId=${id}`,
    );
    const by = { actorId: business.owner.userId, actorName: "Test owner" };
    expect(items).toMatchObject([
      { ...by, action: "restore" },
      { ...by, action: "delete" },
      { ...by, action: "update", before: { notes: "old" }, after: { notes: "new" } },
      { ...by, action: "create", before: null, after: { notes: "old", title: MINIMAL.title } },
    ]);
    expect(Object.keys(items[2]?.after as object)).toEqual(["notes"]);
  });
  it("has no entry of what was not done, and cannot be changed", async () => {
    const count = async () =>
      (
        await business.app.database.query<{ n: number }>(
          { name: "c", text: "select count(*)::int n from audit_log" },
          [],
        )
      )[0]?.n;
    const before = await count();
    await business.ask(400, "POST", "/contracts", {
      ...MINIMAL,
      startsOn: "2027-02-02",
      endsOn: "2027-02-01",
    });
    expect(await count()).toBe(before);
    for (const text of ["delete from audit_log", "update audit_log set actor = 'x'"]) {
      await expect(business.app.database.query({ name: text, text }, [])).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
});
