import type { RouteRecordRaw } from "vue-router";

export const contractRoutes: RouteRecordRaw[] = [
  {
    path: "/contracts",
    name: "contracts",
    component: () => import("./ContractsView.vue"),
    meta: { place: "contracts" },
  },
  {
    path: "/contracts/:id",
    name: "contract",
    component: () => import("./ContractView.vue"),
    props: true,
    meta: { place: "contracts" },
  },
];
