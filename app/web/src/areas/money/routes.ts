import type { RouteRecordRaw } from "vue-router";

export const moneyRoutes: RouteRecordRaw[] = [
  { path: "/money", name: "money", component: () => import("./MoneyView.vue"), meta: { place: "money" } },
];
