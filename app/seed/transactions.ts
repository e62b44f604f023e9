import type { Company, SeedContract } from "./contracts.ts";
import { addDays } from "./days.ts";

const METHODS = ["transfer", "transfer", "check", "card", "cash"] as const;

/** Deposits and final payments of contracts, what they cost, and what a company pays every week and month. */
export function makeTransactions(
  { random, currency, from, until }: Company,
  contracts: readonly SeedContract[],
) {
  const transactions: Record<string, unknown>[] = [];
  const add = (
    kind: string,
    category: string,
    amount: number,
    day: string,
    contract_id: string | null = null,
  ) => {
    if (amount < 1 || day > until) return;
    transactions.push({
      id: random.uuid(),
      contract_id,
      kind,
      category,
      amount_cents: Math.round(amount),
      currency,
      occurred_on: day,
      payment_method: random.pick(METHODS),
      reference: random.chance(0.5) ? `R-${random.integer(10_000, 99_999)}` : null,
      created_at: `${day} 12:00:00Z`,
    });
  };
  for (const { id, status, amount_cents, starts_on, ends_on } of contracts) {
    if (status === "draft" || status === "cancelled" || starts_on === null || ends_on === null) continue;
    const deposit = Math.round(amount_cents * 0.4);
    add("income", "deposit", deposit, starts_on, id);
    add("expense", "materials", amount_cents * (0.28 + random.next() * 0.12), starts_on, id);
    if (random.chance(0.1)) add("expense", "subcontractors", amount_cents * 0.1, ends_on, id);
    if (status === "paid")
      add("income", "contract", amount_cents - deposit, addDays(ends_on, random.integer(5, 40)), id);
  }
  for (let day = from, week = 0; day <= until; day = addDays(day, 7), week += 1) {
    add("expense", "fuel", random.integer(12_000, 30_000), day);
    if (week % 2 === 0) add("expense", "payroll", random.integer(480_000, 620_000), day);
    if (week % 4 === 0) {
      add("expense", "rent", 240_000, day);
      add("expense", "insurance", 85_000, day);
    }
    if (random.chance(0.2)) add("expense", "tools", random.integer(4_000, 60_000), day);
  }
  return transactions.sort((a, b) => (String(a.occurred_on) < String(b.occurred_on) ? -1 : 1));
}
