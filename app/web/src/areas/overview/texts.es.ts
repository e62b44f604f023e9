import type { OverviewTexts } from "./texts.en.ts";

export const es: OverviewTexts = {
  contracts: "Contratos",
  value: "Valor",
  status: "Estado",
  count: "Cantidad",
  byStatus: (currency) => `Valor de los contratos por estado, en ${currency}`,
  money: "Dinero",
  noMoney: "Los ingresos y gastos aparecerán aquí en cuanto los haya.",
  noContracts: "Los contratos aparecerán aquí en cuanto los haya.",
  stockValue: "Existencias a su costo",
  lowStock: "Por agotarse",
  enough: "Hay suficiente de todo.",
  ofMinimum: (quantity, minimum) => `${quantity} de al menos ${minimum}`,
  coming: "Los próximos siete días",
  free: "No hay nada previsto.",
  crews: "Lo que tienen las cuadrillas en los próximos siete días",
  crew: "Cuadrilla",
  hours: "Horas",
};
