import type { RouteRecordRaw } from "vue-router";

export const overviewRoutes: RouteRecordRaw[] = [
  {
    path: "/dashboard",
    name: "dashboard",
    component: () => import("./OverviewView.vue"),
    meta: { place: "dashboard" },
  },
];
