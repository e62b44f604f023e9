import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { SNIFFED_BYTES, sniffMediaType } from "../../../app/api/media-type.ts";
import { xlsx } from "../../../app/api/tabular/xlsx.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const archive = (...names: string[]) =>
  Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, strToU8("<xml/>")]))));

describe("sniffMediaType", () => {
  it.each([
    ["application/pdf", bytes("%PDF-1.4")],
    ["image/png", bytes("\x89PNG\r\n\x1a\n\x00")],
    ["image/jpeg", bytes("\xff\xd8\xff\xe0")],
    ["image/gif", bytes("GIF89a\x01")],
    ["image/webp", bytes("RIFF\x00\x00\x00\x00WEBPVP8 ")],
    ["image/heic", bytes("\x00\x00\x00\x18ftypheic\x00")],
    [
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    ],
    [
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    ],
    [undefined, archive("malware.exe", "[Content_Types].xml", "xl/workbook.xml")],
    [undefined, archive("[Content_Types].xml", "ppt/presentation.xml")],
    [undefined, bytes("RIFF\x00\x00\x00\x00WAVEfmt ")],
    [undefined, bytes("\x00\x00\x00\x18ftypmp42\x00")],
    [undefined, bytes(" %PDF-1.4")],
    [undefined, bytes("<html>")],
    [undefined, bytes("")],
  ])("says %s", (type, beginning) => {
    expect(sniffMediaType(beginning.subarray(0, SNIFFED_BYTES))).toBe(type);
  });
  it("knows the workbooks that are exported here", async () => {
    const chunks: Uint8Array[] = [];
    const rows = (async function* () {
      yield [["x"]];
    })();
    for await (const chunk of xlsx("x", [{ header: "x", field: "x", kind: "text" }], rows))
      chunks.push(chunk);
    expect(sniffMediaType(Buffer.concat(chunks).subarray(0, SNIFFED_BYTES))).toContain("spreadsheetml");
  });
});
