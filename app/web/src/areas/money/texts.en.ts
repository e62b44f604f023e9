import type { Transaction } from "../../../../shared/transactions.ts";

export const en = {
  create: "New entry",
  change: "Change entry",
  saved: "The entry was saved.",
  removed: (category: string) => `“${category}” was deleted.`,
  emptyText: "Income and expenses will show up here.",
  kind: "Kind",
  kinds: { income: "Income", expense: "Expenses" } satisfies Record<Transaction["kind"], string>,
  category: "Category",
  /** Those that every tenant begins with; others are shown as they are written. */
  categories: {
    contract: "Contract",
    service: "Service",
    deposit: "Deposit",
    materials: "Materials",
    payroll: "Payroll",
    fuel: "Fuel",
    tools: "Tools",
    subcontractors: "Subcontractors",
    rent: "Rent",
    insurance: "Insurance",
    other: "Other",
  } as Readonly<Record<string, string>>,
  amount: "Amount",
  day: "Day",
  contract: "Contract",
  method: "Payment method",
  methods: {
    cash: "Cash",
    card: "Card",
    check: "Check",
    transfer: "Transfer",
    other: "Other",
  } satisfies Record<NonNullable<Transaction["paymentMethod"]>, string>,
  reference: "Reference",
  notes: "Notes",
  months: "Month by month",
  year: "Year",
  nothing: (year: number) => `No money in ${year}.`,
};

/** Every language has exactly these. */
export type MoneyTexts = typeof en;
