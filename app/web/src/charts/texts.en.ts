export const en = {
  income: "Income",
  expense: "Expenses",
  balance: "Balance",
  month: "Month",
  months: (currency: string) => `Income and expenses, month by month, in ${currency}`,
  asTable: "As a table",
};

/** Every language has exactly these. */
export type ChartTexts = typeof en;
