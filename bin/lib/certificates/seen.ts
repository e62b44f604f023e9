import { join } from "node:path";
import { hasWeeklyBudget } from "./authority.ts";
import { type Looks, looksOf } from "./handshake.ts";
import { entriesOf, type JournalEntry, readJournal, remember, writeJournal } from "./journal.ts";
import type { CertificateStack } from "./stack.ts";

/** What the edge serves now, and what it is known to have served in the last week. */
export interface Seen {
  readonly looks: Looks;
  readonly journal: readonly JournalEntry[];
}

/** The journal of a stack: not in the stack's own folder, which goes with its data. */
const journalOf = (root: string, stack: string): string => join(root, `.state/certificates/${stack}.json`);

/**
 * Looks at every name of a stack, and remembers what the authority counts.
 *
 * @param root folder of the project; nothing is written there where the authority counts nothing
 */
export async function lookAround(
  { stack, names, edge, authority }: CertificateStack,
  root: string,
  now: Date,
): Promise<Seen> {
  const looks = await looksOf(names, edge);
  if (!hasWeeklyBudget(authority)) return { looks, journal: [] };
  const file = journalOf(root, stack);
  const ours = names.filter(({ automatic }) => automatic);
  const journal = remember(readJournal(file), entriesOf(ours, looks), now);
  writeJournal(file, journal);
  return { looks, journal };
}
