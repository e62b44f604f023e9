import type { ContractStatus } from "../shared/contract-status.ts";
import { addDays, daysBetween } from "./days.ts";
import type { Random } from "./random.ts";
import { MATERIALS, type Trade, type Words } from "./words.ts";

/** Who is made up, and when. */
export interface Company {
  readonly random: Random;
  readonly words: Words;
  readonly trade: Trade;
  /** Column of MATERIALS that names a thing. */
  readonly language: 1 | 2;
  /** IANA. */
  readonly timeZone: string;
  readonly currency: string;
  /** The first and the last day of the two years, YYYY-MM-DD. */
  readonly from: string;
  readonly until: string;
}

export interface SeedContract {
  readonly id: string;
  readonly status: ContractStatus;
  readonly amount_cents: number;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly title: string;
  readonly created_at: string;
}

export interface SeedItem {
  readonly id: string;
  readonly contract_id: string;
  readonly position: number;
  readonly description: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unit_price_cents: number;
}

/** Where contracts stand by their age in days, in turn, so that there are always some of each. */
const STANDING: readonly (readonly [number, readonly ContractStatus[]])[] = [
  [12, ["draft", "signed", "draft", "in_progress"]],
  [30, ["in_progress", "signed", "done", "in_progress"]],
  [75, ["invoiced", "paid", "done", "paid", "in_progress"]],
  [150, ["paid", "paid", "invoiced", "paid"]],
];

/** How far the nth contract has come. */
function statusAt(age: number, turn: number, { chance }: Random): ContractStatus {
  const ways = STANDING.find(([days]) => age <= days)?.[1];
  if (ways !== undefined && age <= 30) return ways[turn % ways.length] ?? "draft";
  if (chance(0.07)) return "cancelled";
  if (ways !== undefined) return ways[turn % ways.length] ?? "paid";
  return chance(0.97) ? "paid" : "invoiced";
}

function itemsOf(contractId: string, { random, words, trade, language }: Company): SeedItem[] {
  const lines: Omit<SeedItem, "id" | "contract_id" | "position">[] = [];
  for (let count = random.integer(2, 5); count > 0; count -= 1) {
    const material = random.pick(MATERIALS[trade]);
    const [, , , unit, cost] = material;
    lines.push({
      description: material[language],
      quantity: cost > 10_000 ? random.integer(1, 4) : random.integer(4, 60),
      unit,
      unit_price_cents: Math.round(cost * (1.3 + random.next() / 2)),
    });
  }
  const hours = random.integer(8, 90);
  lines.push({ description: words.labour, quantity: hours, unit: "h", unit_price_cents: 6_500 });
  if (random.chance(0.3)) {
    lines.push({ description: words.permit, quantity: 1, unit: "unit", unit_price_cents: 18_000 });
  }
  if (random.chance(0.15)) {
    lines.push({ description: words.discount, quantity: 1, unit: "unit", unit_price_cents: -10_000 });
  }
  return lines.map((line, index) => ({
    id: random.uuid(),
    contract_id: contractId,
    position: index + 1,
    ...line,
  }));
}

/** Contracts, the oldest first, a few every week; and what they are made of. */
export function makeContracts(company: Company) {
  const { random, words, trade, from, until, currency } = company;
  const contracts: (SeedContract & Record<string, unknown>)[] = [];
  const items: SeedItem[] = [];
  for (let day = from; day <= until; day = addDays(day, random.integer(0, 3))) {
    const id = random.uuid();
    const own = itemsOf(id, company);
    const first = random.pick(words.first);
    const last = random.pick(words.last);
    const forBuilder = random.chance(0.45);
    const job = forBuilder ? random.pick(words.jobs) : null;
    const starts = addDays(day, random.integer(3, 15));
    const plain = `${first}.${last}`.normalize("NFD").replace(/[^A-Za-z.]/g, "");
    contracts.push({
      id,
      title: random.pick(words.works[trade]) + (job === null ? "" : ` – ${job}`),
      client_name: `${first} ${last}`,
      client_email: `${plain.toLowerCase()}@example.com`,
      client_phone: `+1 602 555 01${String(random.integer(0, 99)).padStart(2, "0")}`,
      address: `${random.pick(words.streets)} ${random.integer(10, 9900)}, ${random.pick(words.towns)}`,
      builder_name: forBuilder ? random.pick(words.builders) : null,
      job_name: job,
      job_number: job === null ? null : `J-${random.integer(1000, 9999)}`,
      lots:
        job === null
          ? []
          : Array.from({ length: random.integer(1, 4) }, (_, n) => `${n + 1}${random.pick(["A", "B"])}`),
      status: statusAt(daysBetween(day, until), contracts.length, random),
      amount_cents: own.reduce((sum, { quantity, unit_price_cents }) => sum + quantity * unit_price_cents, 0),
      currency,
      starts_on: starts,
      ends_on: addDays(starts, random.integer(1, 12)),
      notes: random.chance(0.2) ? words.visit : null,
      created_at: `${day} ${String(random.integer(8, 17)).padStart(2, "0")}:15:00 ${company.timeZone}`,
    });
    items.push(...own);
  }
  return { contracts, items };
}
