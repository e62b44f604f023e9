import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Looks } from "../../../bin/lib/certificates/handshake.ts";
import {
  countOf,
  entriesOf,
  readJournal,
  remember,
  writeJournal,
} from "../../../bin/lib/certificates/journal.ts";
import { TestAuthority } from "../../support/certificates.ts";

const now = new Date("2026-11-23T12:00:00Z");
const issued = (name: string, serial: string, days: number) => ({
  name,
  serial,
  at: new Date(now.getTime() - days * 86_400_000).toISOString(),
});

const folder = mkdtempSync(join(tmpdir(), "journal-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a certificate that is seen again counts once, another one of the same name counts as well", () => {
  const journal = remember(
    [issued("ajax.net", "01", 2)],
    [issued("ajax.net", "01", 2), issued("ajax.net", "02", 1)],
    now,
  );
  expect(countOf(journal, "ajax.net", now)).toBe(2);
  expect(countOf(journal, "other.net", now)).toBe(0);
});

test("what was issued more than a week ago is forgotten", () => {
  const journal = [issued("ajax.net", "01", 7.1), issued("ajax.net", "02", 6.9)];
  expect(countOf(journal, "ajax.net", now)).toBe(1);
  expect(remember(journal, [], now)).toEqual([journal[1]]);
});

test("only a certificate for the name itself counts for it", () => {
  using authority = new TestAuthority();
  const certificate = new X509Certificate(authority.leaf(["ajax.net"]).certificate);
  const looks: Looks = new Map([
    ["ajax.net", { kind: "served", certificate }],
    ["other.net", { kind: "served", certificate }],
    ["none.net", { kind: "refused" }],
  ]);
  const names = [...looks.keys()].map((name) => ({ name }));
  expect(entriesOf(names, looks)).toEqual([
    { name: "ajax.net", serial: certificate.serialNumber, at: certificate.validFromDate.toISOString() },
  ]);
});

test("the file is made when it is first written, and nothing is known before", () => {
  const path = join(folder, "state/certificates.json");
  expect(readJournal(path)).toEqual([]);
  writeJournal(path, [issued("ajax.net", "01", 1)]);
  expect(readJournal(path)).toEqual([issued("ajax.net", "01", 1)]);
});
