import type { ChartTexts } from "./texts.en.ts";

export const es: ChartTexts = {
  income: "Ingresos",
  expense: "Gastos",
  balance: "Saldo",
  month: "Mes",
  months: (currency) => `Ingresos y gastos, mes a mes, en ${currency}`,
  asTable: "Como tabla",
};
