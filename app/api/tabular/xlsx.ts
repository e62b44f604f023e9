import { strToU8, Zip, ZipDeflate } from "fflate";
import type { Cell, Column, Kind } from "./columns.ts";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const sheetName = (title: string) => escapeXml(title.replace(/[\\/?*[\]:]/g, " ").slice(0, 31));

/** The parts of a workbook with one sheet, but for the sheet itself (ECMA-376 part 1). */
const parts = (title: string): Readonly<Record<string, string>> => ({
  "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">
<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>
<sheet name="${sheetName(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">
<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // Formats 4, 14 and 22 are built in: 1,234.50; a day; a day with its time. The last style is the bold first row.
  "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5">${[0, 4, 14, 22].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join("")}
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
});

const STYLES: Readonly<Partial<Record<Kind, number>>> = { money: 1, date: 2, instant: 3 };
const BOLD = 4;
const MILLISECONDS_PER_DAY = 86_400_000;
/** Day 0 of a workbook, so that 1 March 1900 is day 61 as Excel has it. */
const EPOCH = Date.UTC(1899, 11, 30);

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** What XML 1.0 has no way to write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, "\ufffd").replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function cellXml(cell: Cell, kind: Kind, style = STYLES[kind]): string {
  if (cell === null) return "<c/>";
  const attribute = style === undefined ? "" : ` s="${style}"`;
  if (typeof cell === "number") return `<c${attribute}><v>${cell}</v></c>`;
  const day = kind === "date" || kind === "instant" ? (Date.parse(cell) - EPOCH) / MILLISECONDS_PER_DAY : 0;
  // A workbook knows no day before 1900; such a one stays a text.
  if (day >= 1) return `<c${attribute}><v>${day}</v></c>`;
  const text = `<is><t xml:space="preserve">${escapeXml(cell)}</t></is>`;
  return `<c t="inlineStr"${style === BOLD ? attribute : ""}>${text}</c>`;
}

const rowXml = (cells: readonly Cell[], columns: readonly Column[], style?: number): string =>
  `<row>${cells.map((cell, index) => cellXml(cell, columns[index]?.kind ?? "text", style)).join("")}</row>`;

/**
 * A workbook with one sheet, made while it is sent: rows are never all in memory.
 *
 * @param title of the sheet
 * @param batches rows, some at a time
 */
export async function* xlsx(
  title: string,
  columns: readonly Column[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const add = (name: string): ZipDeflate => {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    return file;
  };
  for (const [name, xml] of Object.entries(parts(title))) add(name).push(strToU8(xml), true);
  const sheet = add("xl/worksheets/sheet1.xml");
  const widths = columns.map(
    (_, index) => `<col min="${index + 1}" max="${index + 1}" width="18" customWidth="1"/>`,
  );
  const headers = columns.map(({ header }) => header);
  sheet.push(
    strToU8(
      `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${rowXml(headers, columns, BOLD)}`,
    ),
  );
  for await (const rows of batches) {
    sheet.push(strToU8(rows.map((row) => rowXml(row, columns)).join("")));
    yield* chunks.splice(0);
  }
  sheet.push(strToU8("</sheetData></worksheet>"), true);
  zip.end();
  yield* chunks.splice(0);
}
