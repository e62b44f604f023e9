import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readCell, toCells } from "../../../app/api/tabular/cells.ts";
import type { Cell, Column } from "../../../app/api/tabular/columns.ts";
import { csvLine, parseCsv, quoteFormula, unquoteFormula } from "../../../app/api/tabular/csv.ts";
import { readImport } from "../../../app/api/tabular/import.ts";
import { xlsx } from "../../../app/api/tabular/xlsx.ts";

const text = (header: string): Column => ({ header, field: header, kind: "text" });

describe("CSV", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["-5", "'-5"],
    ["'=1", "''=1"],
    ["plain = text", "plain = text"],
    ["", ""],
  ])("the text %j is written as %j", (given, written) => {
    expect(quoteFormula(given)).toBe(written);
    expect(unquoteFormula(written)).toBe(given);
  });
  it("parts, quotes and ends lines as RFC 4180 says", () => {
    expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", -1.5, null, " edge "])).toBe(
      'a,"say ""hi""","x,y","two\nlines",-1.5,," edge "\r\n',
    );
  });
  it("reads back any text that it has written", () => {
    const cell = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => one.trim() !== "");
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const file = `\uFEFF${csvLine(["a", "b", "c"])}${rows.map(csvLine).join("")}`;
        const read = parseCsv(file).slice(1);
        expect(read.map(({ cells }) => cells.map((one) => readCell(one, "text")))).toEqual(
          rows.map((row) => row.map((value) => ({ value }))),
        );
      }),
    );
  });
  it.each([
    ["commas", "a,b\n1;x,2\n", ["1;x", "2"]],
    ["semicolons", "a;b\r\n1,5;2\r\n", ["1,5", "2"]],
    ["tabs", "a\tb\n1\t2\n", ["1", "2"]],
    ["a byte order mark", "\uFEFFa,b\n1,2", ["1", "2"]],
  ])("understands %s", (_what, file, cells) => {
    expect(parseCsv(file)[1]?.cells).toEqual(cells);
  });
  it("knows on which line a row begins", () => {
    const file = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"x\ny\nz"\r\n3,4\r\n';
    expect(parseCsv(file).map(({ line }) => line)).toEqual([1, 2, 5, 8]);
  });
});

describe("a cell", () => {
  it.each([
    ["12.5", "money", { value: 1250 }],
    ["1.15", "money", { value: 115 }],
    ["-0.01", "money", { value: -1 }],
    ["99999999999.99", "money", { value: 9_999_999_999_999 }],
    ["1.155", "money", { problem: expect.any(String) }],
    ["1,234.50", "money", { problem: expect.any(String) }],
    ["$5", "money", { problem: expect.any(String) }],
    ["1e3", "number", { problem: expect.any(String) }],
    [" 3.25 ", "number", { value: 3.25 }],
    ["3.5", "integer", { problem: expect.any(String) }],
    ["A| B ||C", "list", { value: ["A", "B", "C"] }],
    ["   ", "text", { value: undefined }],
    ["a\u0000b", "text", { problem: expect.any(String) }],
  ] as const)("%j as %s", (given, kind, read) => {
    expect(readCell(given, kind)).toEqual(read);
  });
  it("of money is exact, there and back", () => {
    const column: Column = { header: "amount", field: "cents", kind: "money" };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (cents) => {
        const [cell] = toCells({ cents }, [column]);
        expect(readCell(String(cell), "money")).toEqual({ value: cents });
      }),
    );
  });
});

describe("an import", () => {
  const columns = [text("name"), { header: "amount", field: "cents", kind: "money" } as const];
  const read = (file: string | Buffer) => readImport(Buffer.from(file), columns, () => undefined);
  it.each([
    ["nothing", "", 1],
    ["names only", "name,amount\n", 1],
    ["too few cells", "name,amount\na,1\nb\n", 3],
    ["an open quote", 'name,amount\n"a,1\n', 2],
    ["a column that nobody knows", "name,colour\na,red\n", 1],
    ["a column twice", "name,name\na,b\n", 1],
    ["another encoding", Buffer.from("name,amount\nPe\xf1a,1\n", "latin1"), 1],
    ["too many rows", `name,amount\n${"a,1\n".repeat(20_001)}`, 1],
  ])("of %s says so", (_what, file, line) => {
    const { rows, errors } = read(file);
    expect(rows).toEqual([]);
    expect(errors).toEqual([{ line, column: errors[0]?.column, message: expect.any(String) }]);
  });
  it("names every bad row and keeps the good ones", () => {
    expect(read("NAME,amount\na,1\nb,x\nc,\n")).toEqual({
      total: 3,
      rows: [
        { line: 2, value: { name: "a", cents: 100 } },
        { line: 4, value: { name: "c" } },
      ],
      errors: [{ line: 3, column: "amount", message: "must be an amount such as 1234.50" }],
    });
  });
});

describe("a workbook", () => {
  async function sheetOf(columns: readonly Column[], rows: Cell[][]): Promise<Record<string, string>> {
    async function* batches() {
      yield rows.slice(0, 1);
      yield rows.slice(1);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of xlsx("Contracts", columns, batches())) chunks.push(chunk);
    const parts = unzipSync(Buffer.concat(chunks));
    return Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]),
    );
  }
  it("has every part, a sheet per row, and no formula", async () => {
    const columns: Column[] = [
      text("name"),
      { header: "amount", field: "cents", kind: "money" },
      { header: "day", field: "day", kind: "date" },
    ];
    const parts = await sheetOf(columns, [
      ["=1+1 <&> \u0007", 1234.5, "2027-03-01"],
      ["ñ", null, "1066-10-14"],
    ]);
    expect(Object.keys(parts).sort()).toEqual([
      "[Content_Types].xml",
      "_rels/.rels",
      "xl/_rels/workbook.xml.rels",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/worksheets/sheet1.xml",
    ]);
    const sheet = parts["xl/worksheets/sheet1.xml"] ?? "";
    expect(sheet.match(/<row>/g)).toHaveLength(3);
    expect(sheet).toContain('<t xml:space="preserve">=1+1 &lt;&amp;&gt; \ufffd</t>');
    // 1 March 2027 is day 46447 of Excel's calendar.
    expect(sheet).toContain('<c s="1"><v>1234.5</v></c><c s="2"><v>46447</v></c>');
    expect(sheet).toContain('<c/><c t="inlineStr"><is><t xml:space="preserve">1066-10-14</t></is></c>');
    expect(sheet).not.toContain("<f>");
  });
});
