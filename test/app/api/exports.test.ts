import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract, ContractPage } from "../../../app/shared/contracts.ts";
import type { ImportReport } from "../../../app/shared/imports.ts";
import type { Page } from "../../../app/shared/paging.ts";
import type { Transaction } from "../../../app/shared/transactions.ts";
import { type Business, openBusiness } from "../support/business.ts";

let business: Business;
let contract: Contract;
beforeAll(async () => {
  const looks = { name: "One", timeZone: "America/Phoenix", themeColor: "#0b5fff", logo: null };
  business = await openBusiness({ settings: { ...looks, locale: "es-MX" } });
  contract = await business.ask(201, "POST", "/contracts", {
    title: '=cmd|" /C calc"!A0',
    clientName: "Peña, S.A.\nNorte",
    lots: ["7", "8B"],
    amountCents: 123_456,
    startsOn: "2027-01-02",
    notes: "ñ 🌵",
  });
});
afterAll(() => business.close());

const load = (what: string, payload: string | Buffer, query = "", contentType = "text/csv") =>
  business.owner.inject({
    method: "POST",
    url: `/api/imports/${what}${query}`,
    headers: { "content-type": contentType },
    payload,
  });
const count = async (table: string) => {
  const { rows } = await business.database.admin.query(
    `select count(*)::int as count from tenant_one.${table}`,
  );
  return rows[0].count as number;
};

describe("an export", () => {
  it("can be imported again and is then the same, read-only columns aside", async () => {
    const file = await business.owner.inject("/api/exports/contracts");
    expect(file.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="contracts.csv"',
    });
    expect(file.body).toContain(`"'=cmd|`);
    const imported = await load("contracts", file.rawPayload);
    expect(imported.json<ImportReport>()).toMatchObject({ rows: 1, imported: 1, bad: 0, errors: [] });
    const { items } = await business.ask<ContractPage>(200, "GET", "/contracts");
    const [copy, first] = items as [Contract, Contract];
    const { id, number, createdAt, updatedAt, statusChangedAt, ...rest } = first;
    expect(copy).toMatchObject(rest);
    expect(copy.id).not.toBe(id);
    await business.ask(204, "DELETE", `/contracts/${copy.id}`);
  });

  it("of more rows than fit into one batch has each of them once, as CSV and as XLSX", async () => {
    await business.database.admin.query(
      `set search_path = tenant_one;
       insert into inventory (sku, name) select 'X-' || n, 'Item ' || n % 7 from generate_series(1, 2500) n;
       reset search_path`,
    );
    const csv = await business.owner.inject("/api/exports/inventory?sort=name");
    const skus = csv.body
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0]);
    expect(new Set(skus).size).toBe(2500);
    expect(skus).toHaveLength(2500);
    const workbook = await business.owner.inject("/api/exports/inventory?format=xlsx&search=item%203");
    expect(workbook.headers["content-type"]).toContain("spreadsheetml");
    const sheet = Buffer.from(unzipSync(workbook.rawPayload)["xl/worksheets/sheet1.xml"] ?? []).toString();
    const { rows } = await business.database.admin.query(
      "select count(*)::int from tenant_one.inventory where name = 'Item 3' or sku ~ '-3'",
    );
    expect(sheet.match(/<row>/g)?.length).toBeGreaterThan(rows[0].count / 2);
    expect(sheet.match(/<row>/g)?.length).toBe(
      1 +
        (await business.ask<Page<object>>(200, "GET", "/inventory?search=item%203&limit=100")).items.length +
        (await rest("search=item%203")),
    );
  });

  /** Rows of a list after its first hundred. */
  async function rest(query: string): Promise<number> {
    let rows = 0;
    let { nextCursor } = await business.ask<Page<object>>(200, "GET", `/inventory?limit=100&${query}`);
    while (nextCursor !== null) {
      const page: Page<object> = await business.ask(
        200,
        "GET",
        `/inventory?limit=100&${query}&cursor=${nextCursor}`,
      );
      rows += page.items.length;
      nextCursor = page.nextCursor;
    }
    return rows;
  }

  it.each(["format=pdf", "limit=5", "status=nope", "startsFrom=2027-02-30"])("refuses ?%s", async (query) => {
    await business.ask(400, "GET", `/exports/contracts?${query}`);
  });
});

describe("an export that fails", () => {
  it("is answered as a problem, for nothing has been sent yet", async () => {
    const url = "/exports/transactions?category=a%00b";
    expect(await business.ask(400, "GET", url)).toMatchObject({ type: "urn:chalan:problem:validation" });
  });
});

describe("an import", () => {
  it("of a dry run tells what would be, and writes nothing", async () => {
    const before = await count("contracts");
    const file =
      "title,clientName,amount,startsOn,endsOn,status\nA,B,10,,,\n,B,1,,,\nC,D,x,,,\nE,F,1,2027-02-01,2027-01-01,\nG,H,1,2027-02-30,,\nI,J,1,,,nope\n";
    const dry = await load("contracts", file, "?dryRun=true");
    expect(dry.json<ImportReport>()).toEqual({
      dryRun: true,
      rows: 6,
      imported: 0,
      bad: 5,
      errors: [
        { line: 3, column: "title", message: "no debe estar vacío" },
        { line: 4, column: "amount", message: "debe ser un importe como 1234.50" },
        { line: 5, column: "endsOn", message: "no debe ser anterior a startsOn" },
        { line: 6, column: "startsOn", message: 'debe coincidir con el formato "date"' },
        { line: 7, column: "status", message: expect.any(String) },
      ],
    });
    const real = await load("contracts", file);
    expect(real.statusCode).toBe(400);
    expect(real.json()).toMatchObject({
      type: "urn:chalan:problem:import",
      errors: [{ path: "line 3/title" }, {}, {}, {}, {}],
    });
    expect(await count("contracts")).toBe(before);
  });

  it("of transactions finds contracts by their numbers, and says which do not exist", async () => {
    const file = (number: number) =>
      `occurredOn;kind;category;amount;contractNumber\n2027-01-01;income;deposit;99.90;${number}\n2027-01-02;expense;fuel;5;\n`;
    expect((await load("transactions", file(999_999), "?dryRun=true")).json()).toMatchObject({
      errors: [{ line: 2, column: "contractNumber" }],
    });
    expect((await load("transactions", file(contract.number))).json()).toMatchObject({ imported: 2 });
    const { items } = await business.ask<Page<Transaction>>(
      200,
      "GET",
      `/transactions?contractId=${contract.id}`,
    );
    expect(items).toMatchObject([
      { amountCents: 9990, contractNumber: contract.number, category: "deposit" },
    ]);
    const { items: entries } = await business.ask<Page<object>>(200, "GET", "/audit?table=transactions");
    expect(entries[0]).toMatchObject({ action: "create", actorId: business.owner.userId });
  });

  it("of items refuses numbers that are taken, in the file or in the table", async () => {
    await load("inventory", "sku,name\nUNIQUE,Ñ\n");
    const before = await count("inventory");
    const answer = await load("inventory", "sku,name\nnew-1,a\nunique,b\nNEW-1,c\nnew-2,d\n", "?dryRun=true");
    expect(answer.json()).toMatchObject({
      bad: 2,
      errors: [
        { line: 3, column: "sku" },
        { line: 4, column: "sku" },
      ],
    });
    expect(await count("inventory")).toBe(before);
  });

  it("of 10,000 bad rows is answered with a thousand of them", async () => {
    const before = await count("contracts");
    const answer = await load("contracts", `title,clientName,amount\n${"x,y,-1\n".repeat(10_000)}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ detail: "10000 filas no son válidas" });
    expect(answer.json().errors).toHaveLength(1000);
    expect(await count("contracts")).toBe(before);
  });

  it("of 10,000 good rows is one piece of work", async () => {
    const file = `title,clientName,lots\n${"x,y,1|2\n".repeat(10_000)}`;
    expect((await load("contracts", file)).json()).toMatchObject({ imported: 10_000 });
  });

  it.each([
    ["JSON", "{}", "application/json", 415],
    ["too much", "x".repeat(9 * 1024 * 1024), "text/csv", 413],
    ["nothing", "", "text/csv", 400],
    ["text that is none", Buffer.from([0xff, 0xfe, 0x00]), "text/csv", 400],
  ])("of %s is refused", async (_what, payload, type, status) => {
    expect((await load("contracts", payload, "", type)).statusCode).toBe(status);
  });
});
