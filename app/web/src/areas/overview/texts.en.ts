export const en = {
  contracts: "Contracts",
  value: "Value",
  status: "Status",
  count: "Number",
  byStatus: (currency: string) => `Value of the contracts by status, in ${currency}`,
  money: "Money",
  noMoney: "Income and expenses show up here as soon as there are any.",
  noContracts: "Contracts show up here as soon as there are any.",
  stockValue: "Stock at cost",
  lowStock: "Running low",
  enough: "There is enough of everything.",
  ofMinimum: (quantity: string, minimum: string) => `${quantity} of at least ${minimum}`,
  coming: "The next seven days",
  free: "Nothing is planned.",
  crews: "What the crews have to do in the next seven days",
  crew: "Crew",
  hours: "Hours",
};

/** Every language has exactly these. */
export type OverviewTexts = typeof en;
