import { describe, expect, it } from "vitest";
import { changeCached } from "../../../../app/web/src/query/cached.ts";

const row = (id: string, status = "draft") => ({ id, status });
const sign = (one: object) => ({ ...one, id: "b", status: "signed" });

describe("changeCached", () => {
  it.each([
    ["the pages of a list", { pages: [{ items: [row("a")] }, { items: [row("b")] }] }],
    ["a page", { items: [row("a"), row("b")], nextCursor: null }],
    ["the row itself", row("b")],
  ])("changes the one row in %s, and nothing else", (_what, data) => {
    const before = structuredClone(data);
    const changed = JSON.stringify(before).replace('"b","status":"draft"', '"b","status":"signed"');
    expect(changeCached(data, "b", sign)).toEqual(JSON.parse(changed));
    expect(data).toEqual(before);
  });
  it("takes a row out of lists; what shows the row itself keeps it until it is read again", () => {
    const gone = () => undefined;
    expect(changeCached({ pages: [{ items: [row("a"), row("b")] }] }, "b", gone)).toEqual({
      pages: [{ items: [row("a")] }],
    });
    expect(changeCached(row("b"), "b", gone)).toEqual(row("b"));
  });
  it.each([[undefined], [null], [7], [{ today: "2026-11-23" }], [{ items: 3 }]])("leaves %j alone", (data) =>
    expect(changeCached(data, "b", sign)).toBe(data),
  );
});
