/**
 * The certificates that the edge of this machine's stacks was seen with in the last week. An authority counts all that it gives for the
 * same name, and a stack whose volumes were purged remembers none: this file is not in them. What nobody has looked at is not in it.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { type Looks, ownCertificate } from "./handshake.ts";

const WEEK_MILLISECONDS = 7 * 86_400_000;

const entry = z.object({
  name: z.string(),
  serial: z.string(),
  /** When it was issued. */
  at: z.iso.datetime(),
});
const file = z.array(entry);

export type JournalEntry = z.infer<typeof entry>;

/** What the journal has to know of what was seen. */
export const entriesOf = (names: readonly { readonly name: string }[], looks: Looks): JournalEntry[] =>
  names.flatMap(({ name }) => {
    const certificate = ownCertificate(name, looks);
    return certificate
      ? [{ name, serial: certificate.serialNumber, at: certificate.validFromDate.toISOString() }]
      : [];
  });

/** The journal with what was seen added, each certificate once, and without what is older than a week. */
export function remember(
  journal: readonly JournalEntry[],
  seen: readonly JournalEntry[],
  now: Date,
): JournalEntry[] {
  const bySerial = new Map([...journal, ...seen].map((each) => [`${each.name} ${each.serial}`, each]));
  return [...bySerial.values()].filter(({ at }) => Date.parse(at) > now.getTime() - WEEK_MILLISECONDS);
}

/** How many certificates a name had in the week before `now`. */
export const countOf = (journal: readonly JournalEntry[], name: string, now: Date): number =>
  remember(journal, [], now).filter((each) => each.name === name).length;

/** @returns none when there is no file */
export function readJournal(path: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return file.parse(JSON.parse(text));
}

/** Replaces the file in one step. */
export function writeJournal(path: string, journal: readonly JournalEntry[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(journal, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
